-- The application's role: run as the owner of the tables after every migration. The city then connects as this role.
do $$ begin if not exists (select 1 from pg_roles where rolname = 'yiwang_app') then create role yiwang_app login; end if; end $$;
grant usage on schema public to yiwang_app;
grant select, insert, update, delete on all tables in schema public to yiwang_app;
grant usage, select, update on all sequences in schema public to yiwang_app;
revoke insert, update, delete on django_migrations from yiwang_app;
revoke all on ledger_entry from yiwang_app;
grant select, insert, update (txid) on ledger_entry to yiwang_app;
revoke all on ledger_feed from yiwang_app;
grant select, insert on ledger_feed to yiwang_app;
revoke all on ledger_head from yiwang_app;
grant select, insert on ledger_head to yiwang_app;
revoke all on ledger_node from yiwang_app;
grant select, insert on ledger_node to yiwang_app;
revoke all on ledger_value from yiwang_app;
grant select, insert, delete on ledger_value to yiwang_app;
