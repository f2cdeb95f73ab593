from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("identity", "0006_standing_in")]

    operations = [migrations.AddIndex("person", models.Index(fields=["phone"], name="identity_person_phone"))]
