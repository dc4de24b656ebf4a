"""people · migration 5: people are found by the last four digits of a number too, in any scope as fast, and homes by
their door.

Who stands here already gets the fingerprints of those digits, and a new code over what is kept; where the code that
stands does not hold, both stay as they are, so that what was changed is still found.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import migrations, models

from lianfang.ground.people import identities, rules
from lianfang.kernel import keyring, upgrades
from lianfang.kernel.sql_scope import app_role
from lianfang.kernel.words import w

_SQL = Path(__file__).with_name("finding.sql").read_text(encoding="utf-8").replace("{app}", app_role())
_AT_ONCE = 5000
_KEPT = """
SELECT p.person, p.path, k.wrapped, p.mac, p.name, p.id_number, p.phone, p.id_blind, p.phone_blind, m.shown,
       ARRAY(SELECT g.gram FROM people_gram g WHERE g.person = p.person)
FROM people_person p JOIN kernel_person_key k ON k.person = p.person AND k.wrapped IS NOT NULL
LEFT JOIN people_mask m ON m.person = p.person
WHERE p.person > %s ORDER BY p.person LIMIT %s
"""


def find_by_digits(apps: Any, editor: Any) -> None:
    made = 0
    with editor.connection.cursor() as cursor:
        for rows in _in_parts(cursor):
            told = [found for row in rows if (found := _with_digits(*row)) is not None]
            cursor.executemany(
                "INSERT INTO people_gram (gram, person, path) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
                [(gram, person, path) for person, path, grams, _ in told for gram in grams],
            )
            cursor.executemany(
                "UPDATE people_person SET mac = %s WHERE person = %s", [(mac, person) for person, _, _, mac in told]
            )
            made += len(told)
    if made:
        said = w("现有 {n} 人可按电话、证件后四位查找", "{n} people can be found by the last four digits of a number")
        upgrades.note(said.fill(n=made))


def _in_parts(cursor: Any) -> Iterator[list[Any]]:
    last: Any = "00000000-0000-0000-0000-000000000000"
    while True:
        cursor.execute(_KEPT, (last, _AT_ONCE))
        rows = cursor.fetchall()
        if not rows:
            return
        last = rows[-1][0]
        yield rows


def _with_digits(
    person: Any, path: str, wrapped: bytes, mac: bytes, name: str, id_number: str | None, phone: str | None,
    id_blind: bytes | None, phone_blind: bytes | None, shown: str | None, grams: list[bytes],
) -> tuple[Any, str, list[bytes], bytes] | None:  # fmt: skip
    """What is added for one person; None where there is no number, or where what is kept was changed."""
    words = (name, id_number, phone, id_blind, phone_blind, shown)
    if bytes(mac) != identities.vouched(person, words, map(bytes, grams)):
        return None
    key = keyring.key_within(person, bytes(wrapped))
    said = [
        keyring.reveal(key, f"{person}:{field}", text) if text is not None else None
        for field, text in (("id_number", id_number), ("phone", phone))
    ]
    added = [identities.blind_tail(tail) for tail in sorted(rules.tails(said[0], said[1]))]
    return (person, path, added, identities.vouched(person, words, [*map(bytes, grams), *added])) if added else None


class Migration(migrations.Migration):
    dependencies = [("people", "0004_followers")]
    operations = [
        migrations.AddIndex(
            model_name="gram", index=models.Index(fields=["gram", "path", "person"], name="people_gram_path")
        ),
        migrations.AddIndex(
            model_name="household", index=models.Index(fields=["door", "entrance"], name="people_household_door")
        ),
        migrations.RunSQL(_SQL, "DROP FUNCTION people_counted_elsewhere(bytea, bytea[], text[], text[], uuid, int)"),
        migrations.RunPython(find_by_digits, migrations.RunPython.noop),
    ]
