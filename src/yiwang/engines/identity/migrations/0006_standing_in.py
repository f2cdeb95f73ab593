import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("identity", "0005_tokens")]

    operations = [
        migrations.AddField("tenure", "for_tenure", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                                                                      to="identity.tenure")),
    ]
