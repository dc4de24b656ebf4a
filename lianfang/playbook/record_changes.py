"""playbook · record_changes: what may not change in a kind of record of which entries stand in the ledger, and why.

An entry is read by what its kind says now. So nothing that was recorded may lose its field, its place in a range, its
meaning, or the way in which a person's words are kept; the way out is always a new field or a new kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.backends.base.base import BaseDatabaseWrapper

from lianfang.kernel.problems import Refused, problem
from lianfang.kernel.words import Words, w
from lianfang.playbook.records import RecordField, RecordKind

_NEW_FIELD = w("请另设字段代码；原字段保留", "Add a field under another code; the old one stays")
_NEW_KIND = w("请另设记录代码；原记录保留", "Declare a kind under another code; the old one stays")

KIND_GONE = problem(
    "record_kind_gone",
    409,
    w("{file}：{kind}已有 {n} 条记录，不能删去", "{file}: {n} entries of {kind} stand in the ledger; it cannot go"),
    w("请保留其定义，只去掉要求填报它的职责与指标", "Keep it, and take away the duties and figures that ask for it"),
)
OTHER_MEANING = problem(
    "record_other_meaning",
    409,
    w(
        "{file}：{what}已有记录，现在说的是另一件事",
        "{file}: {what} was recorded already, and now means something else",
    ),
    _NEW_KIND,
)
FIELD_OTHER_MEANING = problem(
    "record_field_other_meaning",
    409,
    w(
        "{file}：字段“{field}”已有记录，类型、单位或含义不能改",
        "{file}: '{field}' was recorded with another type, unit or meaning",
    ),
    _NEW_FIELD,
)
FIELD_GONE = problem(
    "record_field_gone",
    409,
    w("{file}：字段“{field}”已有 {n} 条记录，不能删去", "{file}: {n} entries say '{field}'; it cannot go"),
    w("请保留该字段（可不再必填）", "Keep the field; it need not be required any more"),
)
NARROWED = problem(
    "record_field_narrowed",
    409,
    w(
        "{file}：字段“{field}”已记录过 {value}，不能再排除",
        "{file}: '{field}' was recorded as {value}, which is ruled out now",
    ),
    w("请放宽范围或保留该选项，或另设字段", "Widen the range or keep the choice, or add a field under another code"),
)
PERSONAL_CHANGED = problem(
    "record_field_personal",
    409,
    w(
        "{file}：字段“{field}”已有记录，是否属个人信息不能改：已入账的内容不会随之加密或解密",
        "{file}: '{field}' was recorded; whether it is personal cannot change, for what stands would stay as it is",
    ),
    _NEW_FIELD,
)
VERSION_STAYS = problem(
    "record_version_stays",
    409,
    w("{file}：填报内容已变，version 仍是 {version}", "{file}: what is filled in changed, but version is {version}"),
    w("请把 version 加一", "Raise version by one"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldRecorded:
    """What entries said in one field: how many did, the numbers' range and decimals, and the choices."""

    entries: int
    low: Decimal | None = None
    high: Decimal | None = None
    places: int = 0
    values: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class KindRecorded:
    """What the ledger holds of a kind; withdrawn and corrected entries count, because they stay readable."""

    entries: int
    fields: Mapping[str, FieldRecorded] = field(default_factory=dict)


def records_change_faults(
    old: Iterable[RecordKind], new: Iterable[RecordKind], recorded: Mapping[str, KindRecorded]
) -> list[Refused]:
    """Why `new` kinds may not follow the `old` ones, given what was recorded; empty where they may."""
    after = {each.code: each for each in new}
    found: list[Refused] = []
    for before in old:
        stands = recorded.get(before.code)
        if stands is not None and stands.entries:
            found += _of_kind(before, after.get(before.code), stands)
    return found


def _of_kind(old: RecordKind, new: RecordKind | None, stands: KindRecorded) -> Iterator[Refused]:
    file = f"records/{old.noun}.yaml"
    if new is None:
        yield Refused(KIND_GONE, file=file, kind=old.words, n=stands.entries)
        return
    if new.target.sort != old.target.sort or _otherwise(old.words, new.words):
        yield Refused(OTHER_MEANING, file=file, what=old.words)
    fields = {each.code: each for each in new.fields}
    for each in old.fields:
        said = stands.fields.get(each.code)
        if said is not None and said.entries:
            yield from _of_field(file, each, fields.get(each.code), said)
    if (new.fields, new.target) != (old.fields, old.target) and new.version <= old.version:
        yield Refused(VERSION_STAYS, file=file, version=new.version)


def _of_field(file: str, old: RecordField, new: RecordField | None, said: FieldRecorded) -> Iterator[Refused]:
    if new is None:
        yield Refused(FIELD_GONE, file=file, field=old.code, n=said.entries)
        return
    if (new.type, new.unit) != (old.type, old.unit) or _otherwise(old.words, new.words):
        yield Refused(FIELD_OTHER_MEANING, file=file, field=old.code)
        return
    if new.personal != old.personal:
        yield Refused(PERSONAL_CHANGED, file=file, field=old.code)
    words = {choice.code: choice.words for choice in new.choices}
    for choice in old.choices:
        if choice.code in said.values and choice.code in words and _otherwise(choice.words, words[choice.code]):
            yield Refused(FIELD_OTHER_MEANING, file=file, field=f"{old.code}: {choice.code}")
    for value in _ruled_out(new, said):
        yield Refused(NARROWED, file=file, field=old.code, value=value)


def _ruled_out(new: RecordField, said: FieldRecorded) -> Iterator[str]:
    """What was recorded and would be refused now."""
    if new.type in ("whole", "decimal"):
        ends = [value for value in dict.fromkeys((said.low, said.high)) if value is not None]
        yield from (str(value) for value in ends if not new.holds(value))
        if new.type == "decimal" and said.places > new.places:
            yield f"0.{'0' * (said.places - 1)}1"
    if new.choices:
        yield from sorted(said.values - {choice.code for choice in new.choices})


def _otherwise(old: Words, new: Words) -> bool:
    """Both languages say something else: one alone is a better word for the same."""
    return old.zh != new.zh and old.en != new.en


_FIELDS = r"""
SELECT f.key, count(*), min(n.value), max(n.value), coalesce(max(scale(n.value)), 0)
FROM ledger_entry e CROSS JOIN LATERAL json_each(e.data) f
CROSS JOIN LATERAL (SELECT CASE WHEN f.value #>> '{}' ~ '^-?[0-9]{1,30}([.][0-9]{1,10})?$'
  THEN trim_scale((f.value #>> '{}')::numeric) END AS value) n
WHERE e.kind = %s GROUP BY f.key
"""
_CHOICES = """
SELECT f.key, array_agg(DISTINCT c.value)
FROM ledger_entry e CROSS JOIN LATERAL json_each(e.data) f
CROSS JOIN LATERAL json_array_elements_text(CASE json_typeof(f.value) WHEN 'array' THEN f.value
  ELSE json_build_array(f.value) END) AS c(value)
WHERE e.kind = %s AND f.key = ANY(%s::text[]) GROUP BY f.key
"""


def recorded(owner: BaseDatabaseWrapper, kinds: Iterable[RecordKind]) -> dict[str, KindRecorded]:
    """What stands in the ledger of some kinds, over a connection that sees all of it."""
    found: dict[str, KindRecorded] = {}
    with owner.cursor() as cursor:
        for kind in kinds:
            cursor.execute("SELECT count(*) FROM ledger_entry WHERE kind = %s", (kind.code,))
            entries = cursor.fetchone()[0]
            if not entries:
                continue
            chosen = [each.code for each in kind.fields if each.choices]
            cursor.execute(_CHOICES, (kind.code, chosen))
            values = {key: frozenset(said) for key, said in cursor.fetchall()}
            cursor.execute(_FIELDS, (kind.code,))
            found[kind.code] = KindRecorded(
                entries,
                {key: FieldRecorded(n, low, high, places, values.get(key, frozenset()))
                 for key, n, low, high, places in cursor.fetchall()},
            )  # fmt: skip
    return found
