import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Keys on people's own devices."""

    dependencies = [("identity", "0005_tokens"), ("accounts", "0001_signins")]

    operations = [
        migrations.CreateModel(
            name="Passkey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40)),
                ("credential", models.CharField(max_length=1400, unique=True)),
                ("public", models.TextField()),
                ("count", models.BigIntegerField()),
                ("since", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.account")),
            ],
            options={"db_table": "accounts_passkey"},
        ),
    ]
