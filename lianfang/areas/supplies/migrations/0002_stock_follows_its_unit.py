"""supplies · migration 2: the stock of a unit that moves goes with it."""

from pathlib import Path

from django.db import migrations

_SQL = Path(__file__).resolve().parents[1] / "sql" / "follow.sql"


class Migration(migrations.Migration):
    dependencies = [("supplies", "0001_initial"), ("units", "0001_initial")]
    operations = [
        migrations.RemoveIndex("balance", "supplies_balance_path"),
        migrations.RunSQL(
            _SQL.read_text(encoding="utf-8"),
            "DELETE FROM units_follower WHERE follow = 'supplies_follow'; DROP FUNCTION supplies_follow(text[])",
        ),
    ]
