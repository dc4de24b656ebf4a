#!/bin/sh
# Run once by the image of PostgreSQL, when the database is empty: the owner's role, its database, and the rights that only
# a superuser can take from everybody (docs/how-to/run.md, "Your own PostgreSQL").
set -eu
psql --set ON_ERROR_STOP=1 --username postgres --dbname postgres \
  --set password="$(cat /run/secrets/owner_password)" <<'SQL'
CREATE ROLE lianfang_owner LOGIN CREATEROLE PASSWORD :'password';
CREATE DATABASE lianfang OWNER lianfang_owner TEMPLATE template0 ENCODING 'UTF8';
REVOKE CONNECT, TEMPORARY ON DATABASE lianfang FROM PUBLIC;
\connect lianfang
DO $$ DECLARE f regprocedure; BEGIN
  FOR f IN SELECT oid FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND (
      proname ~ '^pg_(try_)?advisory_(xact_)?(lock|unlock)' OR proname IN ('pg_terminate_backend', 'pg_cancel_backend')) LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO lianfang_owner', f);
  END LOOP;
END $$;
SQL
