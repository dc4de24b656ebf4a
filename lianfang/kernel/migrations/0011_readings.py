"""kernel · migration 11: the readings of a label, and those of a login, are found by when they occurred.

Of the entries that were scanned alone, so that all others cost nothing more.
"""

from django.db import migrations

_READ = "WHERE evidence = 'scanned' AND place IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("kernel", "0010_last_six")]
    operations = [
        migrations.RunSQL(
            f"CREATE INDEX ledger_entry_read_place ON ledger_entry (place, occurred_at) {_READ}",
            "DROP INDEX ledger_entry_read_place",
        ),
        migrations.RunSQL(
            f"CREATE INDEX ledger_entry_read_login ON ledger_entry (recorded_by, occurred_at) {_READ}",
            "DROP INDEX ledger_entry_read_login",
        ),
    ]
