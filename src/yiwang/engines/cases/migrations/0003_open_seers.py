from django.db import migrations, models

CLOSED = "update cases_seer set is_open = false where case_id in (select id from cases_case where closed_at is not null)"


class Migration(migrations.Migration):
    """Who sees a case also says whether it is open."""

    dependencies = [("cases", "0002_inquiry_above")]

    operations = [
        migrations.AddField(model_name="seer", name="is_open", field=models.BooleanField(db_default=True, default=True)),
        migrations.RunSQL(CLOSED, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="seer",
            index=models.Index(condition=models.Q(("is_open", True)), fields=["seer", "-opened_at", "-case"], name="cases_seer_open"),
        ),
    ]
