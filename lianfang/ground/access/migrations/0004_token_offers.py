"""access · migration 4: a token for another is only laid ready until that other takes it.

What was made before stays good, so that no field device falls silent overnight; its entries now say who made it.
"""

from django.db import migrations, models

from lianfang.kernel.sql_scope import app_role

_USE = """
DROP FUNCTION access_use_token(bytea, timestamptz);

-- A token's login, if the token is good now, and who made it. The time of its use is noted to the minute.
CREATE FUNCTION access_use_token(shown bytea, moment timestamptz)
RETURNS TABLE (token uuid, user_id bigint, login text, language text, demo boolean, made_by text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT t.id, u.id, u.username::text, u.language::text, u.demo, t.made_by
    FROM access_token t JOIN access_user u ON u.id = t.user_id
    WHERE t.digest = shown AND t.accepted_at IS NOT NULL AND t.revoked_at IS NULL AND t.expires_at > moment
      AND u.is_active;
  UPDATE access_token t SET last_used_at = moment
  WHERE t.digest = shown AND t.revoked_at IS NULL
    AND (t.last_used_at IS NULL OR t.last_used_at < moment - interval '1 minute');
END $$;

-- A login takes a token that was laid ready for it: the row's digest becomes that of what it alone was shown.
CREATE FUNCTION access_take_token(taken uuid, secret bytea, moment timestamptz)
RETURNS TABLE (device text, expires_at timestamptz)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
  UPDATE access_token t SET digest = secret, accepted_at = moment
  WHERE t.id = taken AND t.user_id = scope_user() AND t.accepted_at IS NULL AND t.revoked_at IS NULL
    AND t.expires_at > moment
  RETURNING t.device, t.expires_at
$$;

-- Nobody writes a token for another that is already taken.
CREATE POLICY taken ON access_token AS RESTRICTIVE FOR INSERT
  WITH CHECK (accepted_at IS NULL OR user_id = (SELECT scope_user()) OR (SELECT scope_user()) = 0);
REVOKE UPDATE ON access_token FROM {app};
GRANT UPDATE (revoked_at) ON access_token TO {app};
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0002_password_once")]

    operations = [
        migrations.AddField("token", "accepted_at", models.DateTimeField(null=True)),
        migrations.RunSQL("UPDATE access_token SET accepted_at = made_at"),
        migrations.RunSQL(_USE.replace("{app}", app_role())),
    ]
