from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notify", "0003_outgoing")]

    operations = [
        migrations.AddIndex("outgoing", models.Index(fields=["at"], name="notify_outgoing_given_up",
                                                     condition=models.Q(("given_up_at__isnull", False), ("sent_at", None)))),
    ]
