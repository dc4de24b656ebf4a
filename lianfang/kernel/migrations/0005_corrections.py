"""kernel · migration 5: what corrects a stranger's entry is told apart from what comes before its own original."""

from django.db import migrations

from lianfang.kernel.sql_scope import app_role

KNOWN = f"""
-- Those of the ids that are in the ledger, whoever's they are: ids are random, and nothing else is told.
CREATE FUNCTION ledger_known(wanted uuid[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
  SELECT id FROM ledger_entry WHERE id = ANY(wanted)
$$;
REVOKE ALL ON FUNCTION ledger_known(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_known(uuid[]) TO {app_role()};
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_months")]
    operations = [migrations.RunSQL(KNOWN, "DROP FUNCTION ledger_known(uuid[])")]
