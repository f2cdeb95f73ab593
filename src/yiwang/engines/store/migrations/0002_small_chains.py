from django.db import migrations

AHEAD = "select setval('store_chain', case when is_called then last_value + 1000 else last_value end, false) from store_chain"  # beyond the last large block


def smaller(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(AHEAD)
        schema_editor.execute("alter sequence store_chain increment by 64")


class Migration(migrations.Migration):
    dependencies = [("store", "0001_initial")]
    operations = [migrations.RunPython(smaller, migrations.RunPython.noop)]
