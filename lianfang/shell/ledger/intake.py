"""shell · ledger intake: bodies as received, taken apart into drafts without losing the good beside the bad.

JSON is read strictly (RFC 8259 in UTF-8): no BOM, no NaN, no name twice in one object, no lone surrogate.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar, cast
from uuid import UUID

import msgspec

from lianfang.kernel.entries import Draft
from lianfang.kernel.problems import INVALID, NOT_JSON, TOO_MANY, Fault, Refused
from lianfang.kernel.words import Words, w

BATCH_LIMIT = 10_000
BODY_LIMIT = 16 * 1024 * 1024

_Code = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
_Moment = Annotated[datetime, msgspec.Meta(tz=True)]
_BOM = b"\xef\xbb\xbf"
_NUL = b"\\u0000"


class Shown(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """What proves a grade of evidence; it has the attributes of a `Proof`."""

    label: Annotated[str, msgspec.Meta(max_length=200)] | None = None


class Envelope(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """An entry as it comes over the wire. It has the attributes of a `Draft`, and is handed on as one:
    building ten thousand drafts again would take as long as checking them.
    """

    id: UUID
    kind: _Code
    unit: _Code
    occurred_at: _Moment
    data: msgspec.Raw
    place: _Code | None = None
    person: UUID | None = None
    stream: UUID | None = None
    version: Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)] | None = None
    known_at: _Moment | None = None
    evidence: Annotated[str, msgspec.Meta(max_length=20)] = "typed"
    proof: Shown | None = None
    exercise: bool = False
    corrects: UUID | None = None
    reason: Annotated[str, msgspec.Meta(max_length=500)] | None = None
    recorded_at: ClassVar[None] = None
    recorded_by: ClassVar[None] = None


class _Identified(msgspec.Struct):
    id: UUID


@dataclass(frozen=True, slots=True)
class Bad:
    """A part of the body that is no entry: which one, and why. `id` where at least that could be read."""

    line: int
    id: UUID | None
    refused: Refused


@dataclass(slots=True)
class Taken:
    """What a body holds: drafts with the number of each one's line or element (from 1), and what is no entry."""

    drafts: list[Draft]
    lines: Sequence[int]
    bad: list[Bad]


_one = msgspec.json.Decoder(Envelope)
_many = msgspec.json.Decoder(list[Envelope])
_raw = msgspec.json.Decoder(list[msgspec.Raw])
_identified = msgspec.json.Decoder(_Identified)


def take_json(body: bytes) -> tuple[Taken, bool]:
    """One entry or an array of them; the second value says whether it was one alone.

    Raises `Refused`: `not_json` where the body is no JSON at all, `too_many` over the limit of a batch.
    """
    _check_text(body)
    start = body.lstrip()[:1]
    if start != b"[":
        return _each(((1, body.strip()),)), True
    try:
        found = _many.decode(body)
    except msgspec.MsgspecError:
        raws = _elements(body)
        _check_count(len(raws))
        return _each((i + 1, bytes(raw)) for i, raw in enumerate(raws)), False
    except RecursionError:
        raise _too_deep() from None
    _check_count(len(found))
    # Element by element: a whole body as objects at once would keep the collector of garbage busy for longer.
    if _NUL in body or any(_has_twins(bytes(raw)) for raw in _elements(body)):
        return _each((i + 1, bytes(raw)) for i, raw in enumerate(_elements(body))), False
    return Taken([_as_draft(one) for one in found], range(1, len(found) + 1), []), False


def take_lines(body: bytes) -> Taken:
    """JSON Lines: one entry on each line; empty lines are passed over. Raises `Refused` as `take_json` does."""
    _check_bom(body)
    listed = [(i + 1, line) for i, line in enumerate(body.split(b"\n")) if line.strip()]
    _check_count(len(listed))
    return _each(listed)


def _each(numbered: Iterable[tuple[int, bytes]]) -> Taken:
    taken, lines = Taken([], (), []), []
    for line, raw in numbered:
        try:
            taken.drafts.append(_as_draft(_envelope(raw)))
            lines.append(line)
        except Refused as refused:
            taken.bad.append(Bad(line, _id_of(raw), refused))
    taken.lines = lines
    return taken


def _envelope(raw: bytes) -> Envelope:
    """One entry from its JSON, everything checked that the wire itself promises."""
    try:
        found = _one.decode(raw)
    except msgspec.ValidationError as error:
        raise Refused(INVALID, faults=(_fault(str(error)),)) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _not_json(str(error)) from None
    except RecursionError:
        raise _too_deep() from None
    if not raw.isascii():
        _check_text(raw)
    if _has_twins(raw):
        _check_twins(raw)
    if _NUL in raw:
        _check_nul(found)
    return found


def _as_draft(found: Envelope) -> Draft:
    found.data = bytes(found.data)  # type: ignore[assignment]
    return cast(Draft, found)


def _elements(body: bytes) -> list[msgspec.Raw]:
    try:
        return _raw.decode(body)
    except msgspec.MsgspecError as error:
        raise _not_json(str(error)) from None
    except RecursionError:
        raise _too_deep() from None


def _id_of(raw: bytes) -> UUID | None:
    try:
        return _identified.decode(raw).id
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return None


def _check_bom(body: bytes) -> None:
    if body.startswith(_BOM):
        raise _not_json("BOM")


def _check_text(body: bytes) -> None:
    _check_bom(body)
    try:
        body.decode()
    except UnicodeDecodeError as error:
        raise _not_json(f"byte {error.start}: not UTF-8") from None


def _check_count(count: int) -> None:
    if count > BATCH_LIMIT:
        raise Refused(TOO_MANY, limit=f"{BATCH_LIMIT:,}")


def _check_nul(found: Envelope) -> None:
    for name in ("kind", "unit", "place", "evidence", "reason"):
        if "\0" in (getattr(found, name) or ""):
            raise Refused(INVALID, faults=(Fault(name, w("含有控制字符", "holds a control character")),))


def _has_twins(raw: bytes) -> bool:
    """Whether some object may name a field twice: reading and writing again then loses a colon.

    Without a backslash every character stands for itself, so that the colons of what survives can be counted.
    """
    if b"\\" in raw:
        return True
    try:
        return msgspec.json.encode(msgspec.json.decode(raw)).count(b":") != raw.count(b":")
    except (msgspec.MsgspecError, ValueError, OverflowError, RecursionError):
        return True


def _check_twins(raw: bytes) -> None:
    """Reads slowly and surely. Raises `not_json` where an object names a field twice."""
    try:
        json.loads(raw, object_pairs_hook=_no_twins, parse_int=len, parse_float=len)
    except RecursionError:
        raise _too_deep() from None
    except ValueError as error:  # what one reader takes and another does not is no JSON for us
        raise _not_json(str(error)) from None


def _no_twins(pairs: list[tuple[str, Any]]) -> None:
    seen = set()
    for name, _ in pairs:
        if name in seen:
            raise _not_json(f"duplicate name: {name[:40]!r}")
        seen.add(name)


def _not_json(reason: str) -> Refused:
    return Refused(NOT_JSON, reason=reason.removeprefix("JSON is malformed: "))


def _too_deep() -> Refused:
    return _not_json("nested too deep")


# What the decoder says, and how it is said to people.
_SAYINGS: tuple[tuple[re.Pattern[str], Words, str], ...] = tuple(
    (re.compile(pattern), words, code)
    for pattern, words, code in (
        (r"missing required field `(?P<field>\w+)`", w("必填", "required"), "missing"),
        (r"unknown field `(?P<field>[^`]*)`", w("没有这个字段", "no such field"), "extra_forbidden"),
        (
            r"timezone component",
            w("须带时区，如 2020-08-10T08:12:00+08:00", "needs a time zone, such as 2020-08-10T08:12:00+08:00"),
            "no_time_zone",
        ),
        (
            r"RFC3339",
            w("须为时间，如 2020-08-10T08:12:00+08:00", "must be a moment such as 2020-08-10T08:12:00+08:00"),
            "moment",
        ),
        (r"Invalid UUID", w("须为 UUID", "must be a UUID"), "uuid"),
        (r"length <= (?P<n>\d+)", w("最多 {n} 个字", "at most {n} characters"), "too_long"),
        (r"length >= (?P<n>\d+)", w("不能为空", "must not be empty"), "too_short"),
        (
            r"Expected `(?P<want>[^`]+)`, got `(?P<got>[^`]+)`",
            w("须为{want}，而不是{got}", "must be {want}, not {got}"),
            "type",
        ),
    )
)
_TYPES = {
    "str": w("文字", "text"),
    "int": w("整数", "a whole number"),
    "float": w("数字", "a number"),
    "bool": w("是或否", "true or false"),
    "object": w("对象", "an object"),
    "array": w("数组", "an array"),
    "null": w("空", "null"),
    "uuid": w("UUID", "a UUID"),
    "datetime": w("时间", "a moment"),
}
_PATH = re.compile(r" - at `\$\.?(?P<path>[^`]*)`")


def _fault(said: str) -> Fault:
    """The decoder's complaint as a catalogued fault at its field."""
    at = _PATH.search(said)
    path = at.group("path") if at else ""
    for pattern, words, code in _SAYINGS:
        if found := pattern.search(said):
            slots = found.groupdict()
            path = slots.pop("field", None) or path
            named = {name: _TYPES.get(slot, slot) for name, slot in slots.items()}
            return Fault(path[:80], words.fill(**named), code)
    return Fault(path[:80], Words("不符合要求", said[:200]), "invalid")
