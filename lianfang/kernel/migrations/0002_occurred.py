"""kernel · migration 2: a reporting day of the ledger is found without reading all of it.

Entries arrive nearly in the order in which they occur, so that a block-range index answers for a thousandth of
what an ordinary one would cost every recording.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_ledger")]
    operations = [
        migrations.RunSQL(
            "CREATE INDEX ledger_entry_occurred ON ledger_entry USING brin (occurred_at) "
            "WITH (pages_per_range = 32, autosummarize = on)",
            "DROP INDEX ledger_entry_occurred",
        )
    ]
