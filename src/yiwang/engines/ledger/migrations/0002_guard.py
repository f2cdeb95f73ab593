"""What the database itself refuses: changing or removing an entry, a position, a head; changing a value; an entry without an actor.

On PostgreSQL an entry also carries the number of its transaction: the sealer's snapshot difference needs it, nothing else reads it.
"""

from django.db import migrations

FROZEN = ("ledger_entry", "ledger_feed", "ledger_head")

POSTGRESQL = (
    "insert into ledger_sealing (id, position, last_entry, snapshot, target, cluster) values (1, 0, 0, '', '', '')",
    "alter table ledger_entry add column txid xid8 not null default pg_current_xact_id()",
    "create index ledger_entry_txid on ledger_entry (txid, id)",
    # LIKE, not a regular expression: half a microsecond instead of thirty
    """alter table ledger_entry add constraint ledger_entry_actor check (
        body like '{"chain":%,"n":%,"prev":"%","act":"%","actor":{"%' and position('"actor":{"account":0,' in left(body, 300)) = 0)""",
    """create function ledger_refuse() returns trigger language plpgsql as $$ begin
        raise exception '% is append only', tg_table_name using errcode = 'integrity_constraint_violation'; end $$""",
    # the one exception: after a restore into another cluster old transaction numbers mean nothing, and the sealer sets them to 3 ("long ago")
    """create function ledger_entry_kept() returns trigger language plpgsql as $$ begin
        if new.txid = '3'::xid8 and old.txid <> new.txid and (new.id, new.chain, new.n, new.hash, new.act, new.kind, new.at, new.key, new.body)
            is not distinct from (old.id, old.chain, old.n, old.hash, old.act, old.kind, old.at, old.key, old.body) then return new; end if;
        raise exception 'ledger_entry is append only' using errcode = 'integrity_constraint_violation'; end $$""",
    "create trigger ledger_entry_update before update on ledger_entry for each row execute function ledger_entry_kept()",
    "create trigger ledger_entry_delete before delete or truncate on ledger_entry for each statement execute function ledger_refuse()",
    *(
        f"create trigger {table}_frozen before update or delete or truncate on {table} for each statement execute function ledger_refuse()"
        for table in FROZEN[1:]
    ),
    "create trigger ledger_value_frozen before update or truncate on ledger_value for each statement execute function ledger_refuse()",
    *(f"revoke update, delete, truncate on {table} from public" for table in (*FROZEN, "ledger_value")),
)


def _refuses(table, what, when=""):
    return f"create trigger {table}_no_{what} before {what} on {table} {when} begin select raise(abort, '{table} is append only'); end"


SQLITE = (
    "insert into ledger_sealing (id, position, last_entry, snapshot, target, cluster) values (1, 0, 0, '', '', '')",
    *(_refuses(table, what) for table in FROZEN for what in ("update", "delete")),
    _refuses("ledger_value", "update"),
    # INSERT OR REPLACE removes a row without asking the trigger above
    _refuses(
        "ledger_entry",
        "insert",
        "when exists (select 1 from ledger_entry where chain = new.chain and n = new.n) or exists (select 1 from ledger_entry where id = new.id)",
    ),
    _refuses(
        "ledger_feed",
        "insert",
        "when exists (select 1 from ledger_feed where pos = new.pos) or exists (select 1 from ledger_feed where entry = new.entry)",
    ),
    _refuses("ledger_head", "insert", "when exists (select 1 from ledger_head where size = new.size)"),
    _refuses("ledger_value", "insert", "when exists (select 1 from ledger_value where chain = new.chain and n = new.n and name = new.name)"),
    """create trigger ledger_entry_actor before insert on ledger_entry
        when new.body not glob '{"chain":[0-9]*,"n":[0-9]*,"prev":"*","act":"*","actor":{"*' or instr(new.body, '"actor":{"account":0,') > 0
        begin select raise(abort, 'an entry needs an actor'); end""",
)


def guard(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
