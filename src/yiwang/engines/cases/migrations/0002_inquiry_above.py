from django.db import migrations, models


class Migration(migrations.Migration):
    """An inquiry may be passed on below."""

    dependencies = [("cases", "0001_initial")]

    operations = [migrations.AddField(model_name="inquiry", name="above", field=models.BigIntegerField(db_default=0, default=0))]
