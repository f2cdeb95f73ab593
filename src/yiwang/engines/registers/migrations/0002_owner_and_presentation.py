"""Whose a record is, and certificates shown once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_initial")]

    operations = [
        migrations.AddField("record", "owner", models.BigIntegerField(db_default=0, default=0)),
        migrations.AddIndex(
            "record", models.Index(condition=models.Q(("owner__gt", 0)), fields=["owner", "register", "key"], name="registers_record_owner"),
        ),
        migrations.CreateModel(
            name="Presentation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=64, unique=True)),
                ("register", models.CharField(max_length=60)),
                ("key", models.CharField(max_length=120)),
                ("until", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
            ],
            options={"db_table": "registers_presentation"},
        ),
    ]
