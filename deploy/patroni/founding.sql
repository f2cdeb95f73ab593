-- Once, on the primary, as postgres: psql -v owner_word=… -f founding.sql. The tables' owner founds and upgrades; the application's role comes with deploy/postgresql/roles.sql.
create role yiwang_owner login password :'owner_word';
create database yiwang owner yiwang_owner;
