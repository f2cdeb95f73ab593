from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial")]
    operations = [migrations.RunSQL("insert into identity_epoch (id, n) values (1, 1)", migrations.RunSQL.noop)]
