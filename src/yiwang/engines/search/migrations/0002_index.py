from django.db import migrations


def index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("alter table search_text add column words text[] not null default '{}'")
        schema_editor.execute("create index search_text_words on search_text using gin (words)")
    else:
        schema_editor.execute("create virtual table search_fts using fts5(words, tokenize='unicode61 remove_diacritics 0', detail=none)")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(index, migrations.RunPython.noop)]
