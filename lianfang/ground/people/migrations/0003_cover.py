"""people · migration 3: what is kept of who people are gets a code over it, with a key outside the database.

What stands here already is vouched for as it is: from this day on a change shows, an earlier one does not.
"""

from typing import Any

from django.db import migrations, models

from lianfang.ground.people import identities
from lianfang.kernel import upgrades
from lianfang.kernel.words import w

_KEPT = """
SELECT p.person, p.name, p.id_number, p.phone, p.id_blind, p.phone_blind, m.shown,
       ARRAY(SELECT g.gram FROM people_gram g WHERE g.person = p.person)
FROM people_person p LEFT JOIN people_mask m ON m.person = p.person
"""


def vouch(apps: Any, editor: Any) -> None:
    with editor.connection.cursor() as cursor:
        cursor.execute(_KEPT)
        made = [(identities.vouched(person, words, grams), person) for person, *words, grams in cursor.fetchall()]
        cursor.executemany("UPDATE people_person SET mac = %s WHERE person = %s", made)
    if made:
        said = w(
            "已为现有 {n} 人的身份资料加盖校验码，自今日起一经改动即可查出",
            "the identities of {n} people are vouched for as they stand; from this day on a change to them is found",
        )
        upgrades.note(said.fill(n=len(made)))


class Migration(migrations.Migration):
    dependencies = [("people", "0002_fence")]

    operations = [
        migrations.AddField(model_name="personrow", name="mac", field=models.BinaryField(null=True)),
        migrations.RunPython(vouch, migrations.RunPython.noop),
        # In SQL, because Django would ask for a default that a code cannot have.
        migrations.RunSQL("ALTER TABLE people_person ALTER COLUMN mac SET NOT NULL", migrations.RunSQL.noop),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.AlterField(model_name="personrow", name="mac", field=models.BinaryField())]
        ),
    ]
