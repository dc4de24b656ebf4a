"""access · migration 9: an invitation goes with its unit, as a grant does."""

from django.db import migrations

_FOLLOW = """
-- Called by units_retrace when units move.
CREATE OR REPLACE FUNCTION access_follow(units text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(161, 5);
  UPDATE access_grant g SET path = u.path FROM units_unit u
  WHERE g.unit = u.code AND u.code = ANY(units) AND g.path <> u.path;
  UPDATE access_invitation i SET path = u.path FROM units_unit u
  WHERE i.unit = u.code AND u.code = ANY(units) AND i.path <> u.path;
END $$;
UPDATE access_invitation i SET path = u.path FROM units_unit u WHERE i.unit = u.code AND i.path <> u.path;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0008_invitations"), ("units", "0001_initial")]
    operations = [migrations.RunSQL(_FOLLOW, migrations.RunSQL.noop)]
