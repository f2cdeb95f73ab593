"""One outbox for whatever leaves the house: the mails that lie in it stay, those tried five times are given up as they were."""

import datetime

from django.db import migrations, models

BEFORE = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)  # what waits is due at once
WAITING = models.Q(("given_up_at", None), ("sent_at", None))


def added(name: str, field: models.Field) -> migrations.AddField:
    return migrations.AddField("outgoing", name, field, preserve_default=False)


class Migration(migrations.Migration):
    dependencies = [("notify", "0002_notice_path")]

    operations = [
        migrations.RemoveIndex("mail", "notify_mail_waiting"),
        migrations.RenameModel("Mail", "Outgoing"),
        migrations.AlterModelTable("outgoing", "notify_outgoing"),
        added("channel", models.CharField(max_length=4, default="mail")),
        migrations.AddField("outgoing", "person", models.BigIntegerField(default=0)),
        migrations.AddField("outgoing", "sealed", models.BooleanField(default=False)),
        migrations.AddField("outgoing", "urgent", models.BooleanField(default=False)),
        migrations.AddField("outgoing", "pressing", models.BooleanField(default=True)),
        added("due_at", models.DateTimeField(default=BEFORE)),
        migrations.AddField("outgoing", "until", models.DateTimeField(null=True)),
        migrations.AddField("outgoing", "given_up_at", models.DateTimeField(null=True)),
        migrations.AlterField("outgoing", "key", models.CharField(max_length=120)),
        migrations.RunSQL("update notify_outgoing set given_up_at = at where sent_at is null and tries >= 5", migrations.RunSQL.noop),
        migrations.AddConstraint("outgoing", models.UniqueConstraint(fields=("key", "channel"), name="notify_outgoing_once")),
        migrations.AddIndex("outgoing", models.Index(fields=["channel", "-urgent", "due_at", "id"], name="notify_outgoing_waiting", condition=WAITING)),
        migrations.AddIndex("outgoing", models.Index(fields=["person"], name="notify_outgoing_unsent", condition=WAITING)),
        migrations.CreateModel(
            name="Wished",
            fields=[
                ("person", models.BigIntegerField(primary_key=True, serialize=False)),
                ("sms", models.CharField(max_length=8)),
                ("mail", models.CharField(max_length=8)),
            ],
            options={"db_table": "notify_wished"},
        ),
    ]
