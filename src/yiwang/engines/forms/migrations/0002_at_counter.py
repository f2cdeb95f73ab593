from django.db import migrations, models


class Migration(migrations.Migration):
    """A draft says which counter goes on with it, and since when."""

    dependencies = [("forms", "0001_initial")]

    operations = [
        migrations.AddField(model_name="draft", name="held_by", field=models.BigIntegerField(db_default=0, default=0)),
        migrations.AddField(model_name="draft", name="held_at", field=models.DateTimeField(null=True)),
    ]
