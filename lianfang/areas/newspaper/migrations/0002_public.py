"""newspaper · migration 2: what is published is written once; the application cannot change it."""

from django.db import migrations

from lianfang.kernel.sql_scope import app_role

_TABLES = ", ".join(f"newspaper_public_{name}" for name in ("issue", "page", "article", "notice", "file"))


class Migration(migrations.Migration):
    dependencies = [("newspaper", "0001_initial")]
    operations = [
        migrations.RunSQL(f"REVOKE UPDATE, DELETE, TRUNCATE ON {_TABLES} FROM {app_role()}", migrations.RunSQL.noop)
    ]
