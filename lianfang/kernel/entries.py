"""kernel · entries: an entry on its way into the ledger, from what was said to what is written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import ValidationError

from lianfang.kernel import characters, clock, ids, keyring, problems
from lianfang.kernel.faults import faults_of
from lianfang.kernel.kinds import KINDS, NO_PERSONAL_DATA, Door, Evidence, Kind, Presence
from lianfang.kernel.payloads import Payload, fact, undeclared
from lianfang.kernel.payloads import Text as TextField
from lianfang.kernel.problems import Fault, Refused
from lianfang.kernel.projections import Projection, Rows
from lianfang.kernel.words import w

FUTURE_ALLOWED = timedelta(minutes=5)
WITHDRAWAL, SECONDING = "ledger.withdrawal", "ledger.seconding"
_FAR = datetime(9000, 1, 1, tzinfo=UTC)  # later moments cannot be said in every time zone
_GRADES = frozenset(str(grade) for grade in Evidence)


@dataclass(frozen=True, slots=True)
class Proof:
    """What is shown for a grade of evidence: `label` was read from the printed label of the place."""

    label: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody says happened. `data` is a payload, a mapping, or JSON bytes as received.

    `recorded_at` and `recorded_by` are given by a replay only; everybody else is given the clock's time and the
    actor's own login.
    """

    id: UUID
    kind: str
    unit: str
    occurred_at: datetime
    data: Payload | Mapping[str, Any] | bytes
    place: str | None = None
    person: UUID | None = None
    stream: UUID | None = None
    version: int | None = None
    known_at: datetime | None = None
    evidence: str = Evidence.TYPED
    proof: Proof | None = None
    exercise: bool = False
    corrects: UUID | None = None
    reason: str | None = None
    recorded_at: datetime | None = None
    recorded_by: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer for one draft: accepted, duplicate (the same was there), conflict or rejected.

    `notice` is what the sender should know although it was recorded.
    """

    id: UUID
    status: str
    recorded_at: datetime | None = None
    digest: bytes | None = None
    problem: Refused | None = None
    notice: Refused | None = None

    @property
    def holds(self) -> bool:
        """Whether the entry is in the ledger."""
        return self.status in ("accepted", "duplicate")


class _Columns(NamedTuple):
    """The ledger's columns in the order of the digest. `data` is JSON as text."""

    id: UUID
    kind: str
    unit: str
    path: str
    place: str | None
    person: UUID | None
    stream: UUID | None
    version: int | None
    occurred_at: datetime
    known_at: datetime | None
    recorded_at: datetime
    recorded_by: str
    origin: str
    evidence: str
    exercise: bool
    corrects: UUID | None
    reason: str | None
    data: str
    digest: bytes


class Recorded(_Columns):
    """An entry as it stands in the ledger."""

    @cached_property
    def facts(self) -> dict[str, Any]:
        """The data as a mapping (personal words still concealed)."""
        loaded: dict[str, Any] = json.loads(self.data)
        return loaded


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft whose own content holds; what only the database can tell is still open."""

    draft: Draft
    kind: Kind
    data: bytes
    undeclared: tuple[Fault, ...] = ()  # of a correction: codes that may stand only where they stood before

    def must_fit(self, kind_of_place: str) -> None:
        """Raises `invalid` where what was said contradicts the kind of the place where it was done."""
        wrong = self.kind.at_place(json.loads(self.data), kind_of_place) if self.kind.at_place else None
        if wrong is not None:
            raise Refused(problems.INVALID, faults=(Fault(f"data.{wrong[0]}", wrong[1], "contradicts_place"),))


class Withdrawal(Payload):
    """An entry is taken back: it never happened, or was recorded by mistake."""

    note: TextField | None = fact("说明", "note", default=None)


class Seconding(Payload):
    """Somebody else saw what an entry says; that entry stays as it is, and from then on counts as seconded."""

    of: UUID = fact("所复核的记录", "the entry that was seen")


LEDGER_KINDS = (
    Kind(
        code=WITHDRAWAL,
        words=w("撤回", "withdrawal"),
        payload=Withdrawal,
        sentence=lambda data: w("撤回一条记录", "withdrew an entry"),
        privacy=NO_PERSONAL_DATA,
        record="ledger.correct",
        see="ledger.see",
        person=Presence.OPTIONAL,
    ),
    Kind(
        code=SECONDING,
        words=w("复核", "seconding"),
        payload=Seconding,
        sentence=lambda data: w("复核一条记录，情况属实", "confirmed an entry as a second person"),
        privacy=NO_PERSONAL_DATA,
        record="ledger.second",
        see="ledger.see",
        person=Presence.OPTIONAL,
        door=Door.ACTION,
        projection=Projection(
            rows=Rows(
                "ledger_seconding", {"seconds": "(e.data->>'of')::uuid", "recorded_by": "e.recorded_by"}, kept=True
            )
        ),
        primary=("of",),
    ),
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which moments an entry may lie: calculated once for a batch, because each entry asks."""

    since: datetime
    until: datetime
    first_id_ms: int
    last_id_ms: int

    @classmethod
    def at(cls, now: datetime, since: datetime) -> Bounds:
        """From the start of the campaign to a little after `now` (clock skew of 5 minutes is allowed)."""
        until = now + FUTURE_ALLOWED
        return cls(since, until, int(since.timestamp() * 1000), int(until.timestamp() * 1000))


def check(draft: Draft, *, bounds: Bounds, by_action: bool) -> Checked:
    """Checks everything that can be told without the database. Raises `Refused`.

    `by_action` says that the caller is the action that decides the kind.
    """
    kind = KINDS.get(draft.kind)
    if kind is None:
        raise Refused(problems.UNKNOWN_KIND, kind=draft.kind[:80])
    if kind.outdated is not None and kind.outdated():
        raise Refused(problems.KIND_CHANGED, kind=kind.words)
    if kind.door is Door.ACTION and not by_action:
        raise Refused(problems.KIND_HAS_OWN_DOOR, kind=kind.words)
    _check_times(draft, bounds)
    _check_shape(draft, kind)
    model = _accepted(draft, kind)
    unknown = undeclared_faults(kind.payload, model.__dict__)
    if unknown and not draft.corrects:
        raise Refused(problems.INVALID, faults=unknown)
    # As it is kept: in the order of its fields, without absent ones.
    data = model.__pydantic_serializer__.to_json(model, exclude_none=True)
    return Checked(draft, kind, data, unknown)


def _check_times(draft: Draft, bounds: Bounds) -> None:
    number = draft.id.int
    if number >> 76 & 0xF != 7 or number >> 62 & 0b11 != 0b10:
        raise Refused(problems.BAD_ID, id=draft.id)
    minted_ms = number >> 80
    if minted_ms > bounds.last_id_ms:
        raise Refused(problems.FROM_THE_FUTURE, at=_said(min(ids.minted_at(draft.id), _FAR)))
    for at in (draft.occurred_at, draft.known_at):
        if at is not None:
            if at.tzinfo is None:
                raise Refused(problems.INVALID, faults=(Fault("occurred_at", w("须带时区", "needs a time zone")),))
            if at > bounds.until:
                raise Refused(problems.FROM_THE_FUTURE, at=_said(min(at, _FAR)))
            if at < bounds.since:
                raise Refused(problems.BEFORE_CAMPAIGN, since=_said(bounds.since))
    if minted_ms < bounds.first_id_ms:
        raise Refused(problems.BEFORE_CAMPAIGN, since=_said(bounds.since))


def _check_shape(draft: Draft, kind: Kind) -> None:
    if kind.place is Presence.REQUIRED and not draft.place:
        raise Refused(problems.PLACE_REQUIRED)
    if kind.person is Presence.REQUIRED and not draft.person:
        raise Refused(problems.PERSON_REQUIRED)
    if (kind.place is Presence.FORBIDDEN and draft.place) or (kind.person is Presence.FORBIDDEN and draft.person):
        what = w("地点", "place") if kind.place is Presence.FORBIDDEN and draft.place else w("人员", "person")
        raise Refused(problems.NOT_FOR_THIS_KIND, what=what)
    if draft.evidence not in _GRADES:
        raise Refused(problems.INVALID, faults=(Fault("evidence", w("没有这种凭据等级", "no such grade of evidence")),))
    wrong = characters.trouble(draft.reason.replace("\r\n", "\n"), lines=True) if draft.reason else None
    if wrong is not None and (draft.reason or "").strip():
        raise Refused(problems.INVALID, faults=(Fault("reason", wrong, "character"),))
    if draft.corrects and not (draft.reason or "").strip():
        raise Refused(problems.REASON_MISSING)
    if draft.corrects == draft.id:
        raise Refused(problems.CORRECTS_ITSELF)
    if kind.code == WITHDRAWAL and not draft.corrects:
        raise Refused(problems.INVALID, faults=(Fault("corrects", w("须指明撤回哪一条", "name what is withdrawn")),))
    if kind.streams != (draft.stream is not None):
        raise Refused(problems.NOT_FOR_THIS_KIND, what=w("事项编号", "stream"))


def _accepted(draft: Draft, kind: Kind) -> Payload:
    """The payload, validated."""
    data = draft.data
    try:
        if isinstance(data, bytes):
            return kind.payload.model_validate_json(data)
        if isinstance(data, Payload):
            return data
        return kind.payload.model_validate(dict(data), strict=False)
    except ValidationError as error:
        said = data if isinstance(data, Mapping) else {}
        raise Refused(problems.INVALID, faults=(*faults_of(error), *undeclared_faults(kind.payload, said))) from error


def undeclared_faults(payload: type[Payload], data: Mapping[str, Any]) -> tuple[Fault, ...]:
    """A fault for each field with a code that the playbook does not declare."""
    return tuple(Fault(f"data.{name}", why, "undeclared") for name, why in undeclared(payload, data).items())


def missing(field: str, code: str) -> Refused:
    """That what an entry names is not there, or not to be seen: nobody learns which."""
    said = w("没有找到：{code}", "not found: {code}").fill(code=code[:80])
    return Refused(problems.NOT_FOUND, faults=(Fault(field, said, "not_found"),))


def concealed(data: bytes, entry: UUID, kind: Kind, key: Any, salt: bytes) -> bytes:
    """The data with the kind's personal words under the person's key and the entry's salt, where it has one."""
    if not kind.personal:
        return data
    mark = keyring.MARK_SALTED if salt else keyring.MARK
    key = keyring.salted(key, entry, salt) if salt else key
    loaded = json.loads(data)
    for name in kind.personal & loaded.keys():
        loaded[name] = keyring.conceal(key, f"{entry}:{name}", json.dumps(loaded[name], ensure_ascii=False), mark)
    return json.dumps(loaded, ensure_ascii=False, separators=(",", ":")).encode()


def revealed(entry: UUID, kind: Kind, data: Mapping[str, Any], key: Any, salt: bytes | None) -> dict[str, Any]:
    """The data with personal words readable again, by the person's key and the entry's salt; None for words of which
    either was destroyed. Words from before there were salts need the person's key alone."""
    opened = dict(data)
    own = keyring.salted(key, entry, salt) if key is not None and salt is not None else None
    for name in kind.personal & opened.keys():
        words = opened[name]
        if isinstance(words, str) and keyring.is_concealed(words):
            under = key if words.startswith(keyring.MARK) else own
            clear = keyring.reveal(under, f"{entry}:{name}", words)
            opened[name] = None if clear is None else json.loads(clear)
    return opened


def _said(at: datetime) -> str:
    return clock.local(at).strftime("%Y-%m-%d %H:%M")


def body_of(draft: Draft) -> str:
    """The draft as JSON text, as nearly as received as can be kept."""
    data: Any = draft.data
    if isinstance(data, bytes):
        data = data.decode(errors="replace")
    elif not isinstance(data, dict):
        data = json.loads(data.model_dump_json()) if hasattr(data, "model_dump_json") else dict(data)
    said = {
        name: getattr(draft, name)
        for name in ("id", "kind", "unit", "place", "person", "occurred_at", "corrects", "reason")
    }
    return json.dumps(
        {**{k: str(v) for k, v in said.items() if v is not None}, "data": data}, ensure_ascii=False, default=str
    )
