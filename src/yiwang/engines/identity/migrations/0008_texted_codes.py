from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("identity", "0007_phones")]

    operations = [
        migrations.AddField("account", "text_code", models.CharField(blank=True, db_default="", default="", max_length=160)),
        migrations.AddField("account", "text_at", models.DateTimeField(null=True)),
        migrations.AddField("account", "text_count", models.SmallIntegerField(db_default=0, default=0)),
    ]
