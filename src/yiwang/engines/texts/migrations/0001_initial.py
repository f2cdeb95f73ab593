from django.db import migrations, models


def fingerprints(apps, schema_editor):
    """Two trees instead of three on SQLite: the table is its key."""
    ending = " without rowid" if schema_editor.connection.vendor == "sqlite" else ""
    schema_editor.execute(
        f"create table texts_fingerprint (shelf smallint not null, gram integer not null, subject bigint not null, primary key (shelf, gram, subject)){ending}")
    schema_editor.execute("create index texts_fingerprint_subject on texts_fingerprint (shelf, subject)")


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name='Common',
            fields=[
                ('id', models.SmallAutoField(primary_key=True, serialize=False)),
                ('shelf', models.CharField(max_length=40, unique=True)),
                ('version', models.CharField(blank=True, max_length=16)),
                ('shares', models.TextField(blank=True)),
            ],
            options={'db_table': 'texts_common'},
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='Fingerprint',
                    fields=[
                        ('pk', models.CompositePrimaryKey('shelf', 'gram', 'subject', blank=True, editable=False, primary_key=True, serialize=False)),
                        ('shelf', models.SmallIntegerField()),
                        ('gram', models.IntegerField()),
                        ('subject', models.BigIntegerField()),
                    ],
                    options={'db_table': 'texts_fingerprint', 'indexes': [models.Index(fields=['shelf', 'subject'], name='texts_fingerprint_subject')]},
                ),
            ],
            database_operations=[migrations.RunPython(fingerprints, migrations.RunPython.noop)],
        ),
    ]
