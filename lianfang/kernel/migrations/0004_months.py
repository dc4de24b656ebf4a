"""kernel · migration 4: a month of the ledger is opened beside those who read and write it.

`CREATE TABLE … PARTITION OF` shuts everybody out of the ledger until its transaction ends. A recording that opened a
month and then waited for its turn could so wait for somebody who waited for the ledger. A table that is attached
lets all go on, and `kernel.writing` opens the month in a transaction of its own.
"""

from django.db import migrations

from lianfang.kernel.sql_scope import app_role

MONTHS = """
CREATE FUNCTION ledger_month_name(month date) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT 'ledger_entry_' || to_char(month, 'YYYYMM')
$$;

-- The month's first id as a bound. Called by the application, which may not create tables itself.
CREATE OR REPLACE FUNCTION ledger_open_month(month date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
DECLARE
  first date := date_trunc('month', month)::date;
  following date := (date_trunc('month', month) + interval '1 month')::date;
  name text := ledger_month_name(first);
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('ledger_open_month'));
  IF to_regclass(name) IS NULL THEN
    EXECUTE format('CREATE TABLE %I (LIKE ledger_entry INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC', name);
    EXECUTE format('REVOKE ALL ON %I FROM {app}', name);
    EXECUTE format('ALTER TABLE ledger_entry ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name,
                   ledger_floor(first), ledger_floor(following));
  END IF;
END $$;

-- Whether the month is open. A transaction that went on while another opened it sees it from here on: to ask for a
-- lock on the table is what makes a backend take note.
CREATE FUNCTION ledger_month_stands(month date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  EXECUTE format('LOCK TABLE %I IN ACCESS SHARE MODE', ledger_month_name(month));
  RETURN true;
EXCEPTION WHEN undefined_table THEN
  RETURN false;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0003_scope_pad")]
    operations = [migrations.RunSQL(MONTHS.replace("{app}", app_role()))]
