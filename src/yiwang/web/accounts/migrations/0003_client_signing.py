from django.db import migrations, models


class Migration(migrations.Migration):
    """What a system signs with that hands things in by itself."""

    dependencies = [("accounts", "0002_passkeys")]

    operations = [
        migrations.AddField("client", "signing", models.TextField(blank=True, db_default="", default="")),
    ]
