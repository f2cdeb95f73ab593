"""On PostgreSQL, a role for the application that may do to the record what the record allows: insert and read. The owner of the tables stays
the one that migrates; the city connects as the application.
"""

from __future__ import annotations

from yiwang.engines.store import api as store

ROLE = "yiwang_app"
RECORD = {
    "ledger_entry": "select, insert, update (txid)",  # the sealer sets aside transaction numbers of another cluster; a trigger allows nothing else
    "ledger_feed": "select, insert",
    "ledger_head": "select, insert",
    "ledger_node": "select, insert",
    "ledger_value": "select, insert, delete",
}


def statements(role: str = ROLE) -> list[str]:
    """What makes and narrows the role, in order. May be run again after every migration."""
    found = [
        f"do $$ begin if not exists (select 1 from pg_roles where rolname = '{role}') then create role {role} login; end if; end $$",
        f"grant usage on schema public to {role}",
        f"grant select, insert, update, delete on all tables in schema public to {role}",
        f"grant usage, select, update on all sequences in schema public to {role}",
        f"revoke insert, update, delete on django_migrations from {role}",
    ]
    for table, rights in RECORD.items():
        found += [f"revoke all on {table} from {role}", f"grant {rights} on {table} to {role}"]
    return found


def grants(*, role: str = ROLE) -> bool:
    """Makes the role and its rights when this database knows roles and we may make one. Run it after migrating. Returns whether it did."""
    if not store.is_postgresql():
        return False
    may = store.rows("select rolsuper or rolcreaterole from pg_roles where rolname = current_user")[0][0]
    known = store.rows("select 1 from pg_roles where rolname = %s", (role,))
    if not (may or known):
        return False
    with store.atomic():
        for statement in statements(role):
            store.execute(statement)
    return True


def script(role: str = ROLE) -> str:
    """The same as a file for `psql`."""
    head = "-- The application's role: run as the owner of the tables after every migration. The city then connects as this role.\n"
    return head + "".join(f"{line};\n" for line in statements(role))
