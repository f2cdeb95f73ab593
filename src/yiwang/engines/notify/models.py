"""Notices in the house, and the outbox of what leaves it."""

from django.db import models


class Notice(models.Model):
    """What somebody is told. `seer` is a unit, person or firm as cases number them; `role` narrows a unit to those who hold it."""

    id = models.BigAutoField(primary_key=True)
    seer = models.BigIntegerField()
    role = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=120)
    text = models.TextField()
    case = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=120, unique=True)
    path = models.CharField(max_length=300, blank=True, default="", db_default="")

    class Meta:
        db_table = "notify_notice"
        indexes = (models.Index(fields=("seer", "-at", "-id"), name="notify_notice_list"),)


class Outgoing(models.Model):
    """A mail or short message on its way out; kept after sending, so that one can look what left. `key` is the entry's and the receiver's."""

    id = models.BigAutoField(primary_key=True)
    channel = models.CharField(max_length=4)  # mail, sms
    to = models.CharField(max_length=254)
    person = models.BigIntegerField(default=0)  # who may say that they want no more of it
    title = models.CharField(max_length=160)
    text = models.TextField()  # sealed for a code, empty once that went
    sealed = models.BooleanField(default=False)
    urgent = models.BooleanField(default=False)  # at night too
    pressing = models.BooleanField(default=True)  # names a last day or holds an answer
    at = models.DateTimeField()
    due_at = models.DateTimeField()  # when it is tried next
    until = models.DateTimeField(null=True)  # of no use after that
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    tries = models.SmallIntegerField(default=0)
    error = models.TextField(blank=True)
    key = models.CharField(max_length=120)

    class Meta:
        db_table = "notify_outgoing"
        constraints = (models.UniqueConstraint(fields=("key", "channel"), name="notify_outgoing_once"),)
        indexes = (
            models.Index(fields=("channel", "-urgent", "due_at", "id"), name="notify_outgoing_waiting", condition=models.Q(sent_at=None, given_up_at=None)),
            models.Index(fields=("at",), name="notify_outgoing_given_up", condition=models.Q(sent_at=None, given_up_at__isnull=False)),
            models.Index(fields=("person",), name="notify_outgoing_unsent", condition=models.Q(sent_at=None, given_up_at=None)),
        )


class Wished(models.Model):
    """What a person wants by short message and by mail; without a row, everything."""

    person = models.BigIntegerField(primary_key=True)
    sms = models.CharField(max_length=8)
    mail = models.CharField(max_length=8)

    class Meta:
        db_table = "notify_wished"
