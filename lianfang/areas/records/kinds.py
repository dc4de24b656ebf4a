"""records · kinds: what a playbook declares as kinds of records, and the verbs of those who record and see.

They come from data, at the start, and share one table: so no file declares one, and payload and projection have files
of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from lianfang.areas.records.payloads import payload_of
from lianfang.areas.records.projections import projection_of
from lianfang.kernel.declaring import declare_kind
from lianfang.kernel.kinds import NO_PERSONAL_DATA, Kind, Presence, Privacy
from lianfang.playbook import Playbook
from lianfang.playbook.records import RecordKind, RecordTarget


def kind_of(declared: RecordKind, in_force: Callable[[], Playbook] | None = None) -> Kind:
    """A declared kind, as one that was written in Python would be.

    With `in_force` it takes no entry while the playbook in force has another of this code, or none.
    """
    payload, privacy, target = payload_of(declared), declared.privacy, declared.target
    said = Privacy(privacy.purpose, privacy.retention_days, privacy.sensitive) if privacy else NO_PERSONAL_DATA
    return declare_kind(
        declared.code,
        payload,
        declared.words,
        declared.sentence,
        privacy=said,
        record=f"{declared.code}.record",
        see=f"{declared.code}.see",
        place=_needs(target, "place"),
        person=_needs(target, "person"),
        table=projection_of(declared, payload),
        primary=tuple(each.code for each in declared.fields if each.required or each.when),
        place_kinds=() if target.lives else target.kinds,
        streams=target.lives,
        goes_on=target.sort if target.lives else "",
        thing_kinds=target.kinds if target.lives else (),
        outdated=None if in_force is None else lambda: _outdated(declared, in_force()),
    )


def verbs_of(declared: Iterable[RecordKind]) -> dict[str, frozenset[str]]:
    """Role → what it may do with the declared kinds; who records also sees."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in declared:
        for role in each.record:
            found[role] |= {f"{each.code}.record", f"{each.code}.see"}
        for role in each.see:
            found[role].add(f"{each.code}.see")
    return {role: frozenset(verbs) for role, verbs in found.items()}


def _outdated(declared: RecordKind, playbook: Playbook) -> bool:
    """Whether an entry would be another thing under the playbook than under what was declared at the start."""
    now = next((each for each in playbook.records if each.code == declared.code), None)
    return now is not declared and (now is None or _taken_as(now) != _taken_as(declared))


def _taken_as(declared: RecordKind) -> tuple[object, ...]:
    return declared.version, declared.target, declared.fields, declared.record, declared.privacy


def _needs(target: RecordTarget, sort: str) -> Presence:
    if target.sort != sort:
        return Presence.FORBIDDEN
    return Presence.OPTIONAL if target.optional else Presence.REQUIRED
