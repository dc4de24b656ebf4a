"""sheets · migration 2: what a unit said of its heads goes with the unit."""

from django.db import migrations

_FOLLOW = """
-- Called by units_retrace, as the owner of the tables, when units begin or move.
CREATE FUNCTION sheets_follow(units text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  UPDATE sheets_heads h SET path = u.path FROM units_unit u
  WHERE h.unit = u.code AND u.code = ANY(units) AND h.path <> u.path;
END $$;
REVOKE ALL ON FUNCTION sheets_follow(text[]) FROM PUBLIC;
INSERT INTO units_follower VALUES ('sheets_follow');
UPDATE sheets_heads h SET path = u.path FROM units_unit u WHERE h.unit = u.code AND h.path <> u.path;
"""
_BACK = "DELETE FROM units_follower WHERE follow = 'sheets_follow'; DROP FUNCTION sheets_follow(text[])"


class Migration(migrations.Migration):
    dependencies = [("sheets", "0001_initial"), ("units", "0001_initial")]
    operations = [migrations.RunSQL(_FOLLOW, _BACK)]
