"""access · migration 8: invitations: a code with which a login is taken over once by whom it was made for."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lianfang.kernel.models import PathField
from lianfang.kernel.sql_scope import app_role

_FENCE = """
-- Made for whom one manages, under one's own name; afterwards ended, once, and used by the product's own hand alone.
CREATE FUNCTION access_invitation_fence() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
DECLARE
  parts text[] := scope_parts();
BEGIN
  IF parts IS NULL OR NOT access_manages(parts, NEW.user_id, (SELECT unit FROM access_user WHERE id = NEW.user_id))
     OR (TG_OP = 'INSERT' AND parts[3] <> '0' AND (NEW.made_by <> parts[6] OR NEW.used_at IS NOT NULL))
     OR (TG_OP = 'UPDATE' AND
         (NEW.id, NEW.path, NEW.user_id, NEW.person, NEW.unit, NEW.digest, NEW.made_at, NEW.made_by, NEW.expires_at)
         IS DISTINCT FROM
         (OLD.id, OLD.path, OLD.user_id, OLD.person, OLD.unit, OLD.digest, OLD.made_at, OLD.made_by, OLD.expires_at))
     OR (TG_OP = 'UPDATE' AND parts[3] <> '0' AND NEW.used_at IS DISTINCT FROM OLD.used_at)
     OR (TG_OP = 'UPDATE' AND OLD.used_at IS NOT NULL AND NEW.used_at IS DISTINCT FROM OLD.used_at)
     OR (TG_OP = 'UPDATE' AND OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at) THEN
    PERFORM kernel_refuse('this login may not make, use or end this invitation');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER fence BEFORE INSERT OR UPDATE ON access_invitation FOR EACH ROW WHEN (current_user = '{app}')
  EXECUTE FUNCTION access_invitation_fence();
REVOKE DELETE, TRUNCATE ON access_invitation FROM {app};
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0007_phone")]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("path", PathField()),
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("person", models.UUIDField(null=True)),
                ("unit", models.TextField()),
                ("digest", models.BinaryField(unique=True)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.TextField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "access_invitation",
                "indexes": [models.Index(fields=["path", "made_at"], name="access_invitation_path")],
            },
        ),
        migrations.RunSQL(_FENCE.replace("{app}", app_role()), migrations.RunSQL.noop),
    ]
