"""kernel · migration 3: the signature of a scope is checked without reading the key's table in each statement.

A half of the key does not change while a connection lives, so that the planner puts it into the kept plan of
`scope_said` once. The application's role may not call `scope_pad`. Without a key nothing is a good token.
For a short while the first migration itself made the tables so: such an installation loses nothing here.
"""

from django.db import migrations

# HMAC-SHA-256 (RFC 2104) with the key's padded halves.
PAD = """
CREATE OR REPLACE FUNCTION scope_pad(outer_half boolean) RETURNS bytea
LANGUAGE sql IMMUTABLE SECURITY DEFINER PARALLEL RESTRICTED SET search_path = public, pg_catalog, pg_temp AS $$
  SELECT CASE WHEN outer_half THEN opad ELSE ipad END FROM kernel_scope_key
$$;
REVOKE ALL ON FUNCTION scope_pad(boolean) FROM PUBLIC;

-- One part of the token in `lianfang.scope`, or NULL where it is absent, forged, expired or another backend's.
CREATE OR REPLACE FUNCTION scope_said(part int) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED SET search_path = public, pg_catalog, pg_temp AS $$
DECLARE
  token text := current_setting('lianfang.scope', true);
  said text := substr(token, 65);
BEGIN
  IF coalesce(token, '') = ''
     OR left(token, 64) IS DISTINCT FROM
        encode(sha256(scope_pad(true) || sha256(scope_pad(false) || convert_to(said, 'UTF8'))), 'hex')
     OR split_part(said, '|', 1) <> pg_backend_pid()::text
     OR split_part(said, '|', 2)::bigint < extract(epoch FROM clock_timestamp()) THEN
    RETURN NULL;
  END IF;
  RETURN split_part(said, '|', part);
END $$;
DROP FUNCTION IF EXISTS scope_sign(text);
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_occurred")]
    operations = [migrations.RunSQL(PAD)]
