"""duties · migration 2: a recorder takes its turn and learns which days have slots with one statement.

Two statements would be two journeys in each recording; within the function the second still sees what was committed
while the first waited, as `ledger_enter` does.
"""

from django.db import migrations

ENTER = """
CREATE FUNCTION duties_enter(alone boolean) RETURNS date[]
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  IF alone THEN
    PERFORM pg_advisory_xact_lock(161, 9);
  ELSE
    PERFORM pg_advisory_xact_lock_shared(161, 9);
  END IF;
  RETURN array(SELECT day FROM duties_day ORDER BY day);
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_initial")]
    operations = [migrations.RunSQL(ENTER, "DROP FUNCTION duties_enter(boolean)")]
