"""access · migration 5: logins, grants and tokens are changed only by those who may, whatever SQL is run."""

from pathlib import Path

from django.db import migrations

from lianfang.kernel.sql_scope import app_role

_SQL = Path(__file__).with_name("fence.sql").read_text(encoding="utf-8").replace("{app}", app_role())


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0007_fence"),
        ("units", "0002_fence"),
        ("access", "0004_token_offers"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("sessions", "0001_initial"),
    ]
    operations = [migrations.RunSQL(_SQL)]
