"""Sending the outbox by SMTP, where the city has set a server; otherwise everything stays there to be looked at."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage

from yiwang.engines.store import api as store

TRIES = 5


def send_mail(*, at: datetime, limit: int = 20) -> int:
    """Sends waiting mails; one that fails is tried again, five times at most. 0 when no server is set."""
    if not settings.EMAIL_HOST:
        return 0
    sql = "select id, \"to\", title, text from notify_mail where sent_at is null and tries < %s order by tries, id limit %s"
    done = 0
    for id_, to, title, text in store.rows(sql, (TRIES, limit)):
        try:
            EmailMessage(title, text, to=[to]).send()
            store.execute("update notify_mail set sent_at = %s, tries = tries + 1, error = '' where id = %s", (at, id_))
            done += 1
        except OSError as error:  # the server is away or refuses
            store.execute("update notify_mail set tries = tries + 1, error = %s where id = %s", (str(error)[:500], id_))
    return done
