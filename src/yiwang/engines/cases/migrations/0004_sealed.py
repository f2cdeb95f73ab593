from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_open_seers")]
    operations = [
        migrations.AddField(model_name="case", name="sealed", field=models.BooleanField(db_default=False, default=False)),
    ]
