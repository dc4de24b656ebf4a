"""people · verify: who people are, held against the ledger: nobody missing or changed, nobody kept who was erased.

Names and keys follow from no entry. The entry that registered a person says that there must be a name and a key, the
entry that erased one that there must be none; the code of the row, made with a key outside the database, says that
nothing in it was changed, and a wrapped key says so by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from lianfang.ground.people.identities import vouched
from lianfang.kernel import clock, cursors, keyring
from lianfang.kernel.registry import Discrepancy
from lianfang.kernel.words import Words, w

# One row for each person of whom the ledger or any of the tables knows.
_KEPT = """
WITH registered AS (
  SELECT DISTINCT ON (person) person, id AS entry, unit, recorded_at FROM ledger_entry
  WHERE kind = 'people.person_registered' AND person IS NOT NULL AND NOT exercise ORDER BY person, recorded_at, id
), erased AS (
  SELECT person, min(occurred_at) AS erased_at FROM ledger_entry
  WHERE kind = 'people.person_erased' AND NOT exercise GROUP BY person
), grams AS (
  SELECT person, array_agg(gram) AS parts, array_agg(DISTINCT path) AS paths FROM people_gram GROUP BY person
), homes AS (
  SELECT person, unit, path FROM people_homes(ARRAY(SELECT DISTINCT person FROM people_membership))
)
SELECT person, coalesce(r.entry::text, ''), coalesce(r.unit, p.unit, m.unit, ''), r.recorded_at, e.erased_at,
       p.mac, ARRAY[p.name, p.id_number, p.phone], ARRAY[p.id_blind, p.phone_blind], m.shown, coalesce(g.parts, '{}'),
       p.person IS NOT NULL OR m.person IS NOT NULL OR g.person IS NOT NULL,
       (p.person IS NULL OR (p.unit, p.path) = (h.unit, h.path))
         AND (m.person IS NULL OR (m.unit, m.path) = (h.unit, h.path))
         AND (g.person IS NULL OR g.paths = ARRAY[h.path]) AND (k.person IS NULL OR k.path = h.path),
       k.person IS NOT NULL, k.wrapped, k.destroyed_at
FROM registered r FULL JOIN people_person p USING (person) FULL JOIN people_mask m USING (person)
FULL JOIN grams g USING (person) FULL JOIN kernel_person_key k USING (person)
LEFT JOIN erased e USING (person) LEFT JOIN homes h USING (person)
ORDER BY person
"""
_UNKNOWN = w("没有登记记录，却有其资料或密钥", "no entry registered this person, yet a name or a key is kept")
_MISSING = w("已登记，身份资料却缺失", "registered, but who this is has been removed")
_CHANGED = w("姓名、号码、掩码或检索指纹被改动", "name, numbers, mask or fingerprints were changed")
_MOVED = w("资料所在单位与隶属不符", "kept at another unit than the one that the person belongs to")
_NO_KEY = w("个人密钥缺失或被改动", "the person's key is missing or was changed")
_STILL = w("已删除的人员仍有资料或密钥", "erased, yet a name or a key is still there")


def discrepancies(database: BaseDatabaseWrapper) -> Iterator[Discrepancy]:
    """Every person whose name, mask, fingerprints or key are not what the ledger and their codes say.

    `database` is a connection that sees every unit. No name is read.
    """
    for row in cursors.walked(database, _KEPT, binary=True):
        yield from _of_person(*row)


def _of_person(
    person: Any, entry: str, unit: str, registered_at: Any, erased_at: Any, mac: bytes | None, words: list[str | None],
    blinds: list[bytes | None], shown: str | None, parts: list[bytes], kept: bool, at_home: bool, keyed: bool,
    wrapped: bytes | None, destroyed_at: Any,
) -> Iterator[Discrepancy]:  # fmt: skip
    day = clock.day_of(registered_at).date.isoformat() if registered_at else ""

    def differs(what: str, says: Words) -> Discrepancy:
        return Discrepancy(what, unit, day, entry or str(person), f"{says.zh} / {says.en}")

    if registered_at is None:
        yield differs("person", _UNKNOWN)
        return
    if erased_at is not None:
        if kept or wrapped is not None or not keyed or destroyed_at != erased_at:
            yield differs("person", _STILL)
    else:
        if not kept:
            yield differs("person", _MISSING)
        elif mac != vouched(person, (*words, *blinds, shown), parts):
            yield differs("person", _CHANGED)
        if wrapped is None or destroyed_at is not None or not keyring.unwraps(person, wrapped):
            yield differs("person's key", _NO_KEY)
    if at_home is not True:
        yield differs("person", _MOVED)
