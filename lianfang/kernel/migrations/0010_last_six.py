"""kernel · migration 10: an entry is found by the last six characters of its number, as people say it.

Asked as the owner, within the asker's scope: under a policy no index is used for what a function makes of a column,
unless the function is known to leak nothing, and `right` is not.
"""

from django.db import migrations

_FIND = """
CREATE FUNCTION ledger_ending_in(tail text, most int) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
  SELECT e.id FROM ledger_entry e, (SELECT scope_ranges() AS mine) s
  WHERE right(e.id::text, 6) = tail AND s.mine @> e.path ORDER BY e.id DESC LIMIT most
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0009_retention")]
    operations = [
        migrations.RunSQL(
            "CREATE INDEX ledger_entry_last_six ON ledger_entry ((right(id::text, 6)))",
            "DROP INDEX ledger_entry_last_six",
        ),
        migrations.RunSQL(_FIND, "DROP FUNCTION ledger_ending_in(text, int)"),
    ]
