from django.db import migrations, models

NAMES = ("chain", "row")


def sequences(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in NAMES:
            schema_editor.execute(f"create sequence store_{name} increment by 1000 start with 1")
    else:
        for name in NAMES:
            schema_editor.execute("insert into store_block (name, next) values (%s, 1)", (name,))


class Migration(migrations.Migration):
    initial = True
    operations = [
        migrations.CreateModel(
            "Block",
            fields=[("name", models.CharField(max_length=16, primary_key=True, serialize=False)), ("next", models.BigIntegerField(default=1))],
            options={"db_table": "store_block"},
        ),
        migrations.RunPython(sequences, migrations.RunPython.noop),
    ]
