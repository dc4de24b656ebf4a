"""publicity · migration 2: what a tip said is written once and taken away at its time, never changed."""

from django.db import migrations

from lianfang.kernel.sql_scope import app_role


class Migration(migrations.Migration):
    dependencies = [("publicity", "0001_initial")]

    operations = [
        migrations.RunSQL(f"REVOKE UPDATE, TRUNCATE ON publicity_tip_words FROM {app_role()}", migrations.RunSQL.noop),
    ]
