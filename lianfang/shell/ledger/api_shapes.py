"""shell · ledger API shapes: what the ledger's addresses answer, as the OpenAPI says it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema


class WordsOut(Schema):
    zh: str
    en: str


class EntryOut(Schema):
    """An entry as it stands. Personal words that the caller may not read stay as they are kept: `enc:1:…`."""

    id: UUID
    kind: str
    unit: str
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
    seconded_by: str | None
    exercise: bool
    corrects: UUID | None
    reason: str | None
    corrected_by: UUID | None
    data: dict[str, Any]
    digest: str
    says: WordsOut


class EntryPage(Schema):
    """Entries in the order of their ids. `next` is the cursor of the following page, null on the last."""

    entries: list[EntryOut]
    next: UUID | None


class Step(Schema):
    side: Literal["left", "right"]
    digest: str


class SealOut(Schema):
    """The seal of a unit's reporting day, chained to the unit's seal before it; digests in hex.

    `form` says by which canonical text the digest is made; `total`, from form 2 on, how many entries the unit has had.
    """

    form: int
    unit: str
    path: str
    day: date
    from_at: datetime
    to_at: datetime
    entries: int
    total: int | None
    root: str
    previous: str
    digest: str
    sealed_at: datetime


class ProofOut(Schema):
    """The way from the entry's digest to the root of its day: hash SHA-256(0x00 ‖ digest), then with each step."""

    seal: SealOut
    steps: list[Step]
    holds: bool


class EntryProved(Schema):
    """An entry with everything that it corrects and that corrects it, oldest first, and the proof of its day."""

    entry: EntryOut
    chain: list[EntryOut]
    proof: ProofOut | None


class SealPage(Schema):
    """A unit's seals, newest first. `next` is the cursor of the older ones, null at the first seal."""

    seals: list[SealOut]
    next: date | None


class HeadOut(Schema):
    """The signed seal of a day of the whole installation; moments in microseconds since 1970 UTC, digests in hex."""

    day: date
    from_at: int
    to_at: int
    sealed_at: int
    units: int
    entries: int
    total: int
    unheld: int
    missing: int
    adopted: int | None
    root: str
    previous: str
    adopts: str | None
    digest: str
    key: str
    signature: str


class UnitMarkOut(Schema):
    day: date
    seal: str
    total: int | None


class WitnessOut(Schema):
    """A witness: the head binds every unit, `units` lists those in the caller's scope; signed as a whole."""

    lianfang: Literal["witness"]
    form: int
    installation: UUID
    head: HeadOut
    units: dict[str, UnitMarkOut]
    open: dict[str, Any] | None
    made_at: int
    key: str
    public: str
    signature_of_witness: str


class KindItem(Schema):
    """A kind of record. `data` is the JSON Schema of an entry's data; `units` the unit of each field that has one."""

    code: str
    area: str
    words: WordsOut
    place: Literal["always", "may", "never"]
    person: Literal["always", "may", "never"]
    door: Literal["any", "action"]
    streams: bool
    record: str
    see: str
    may_record: bool
    may_see: bool
    purpose: WordsOut
    retention_days: int | None
    sensitive: bool
    personal: list[str]
    units: dict[str, str]
    fields: dict[str, WordsOut]
    data: dict[str, Any]


class UnitItem(Schema):
    code: str
    kind: str
    parent: str | None
    path: str
    words: WordsOut
    opened_on: date
    closed_on: date | None


class UnitPage(Schema):
    """Units in the order of their paths, a parent before its children."""

    units: list[UnitItem]
    next: str | None


class PlaceItem(Schema):
    code: str
    kind: str
    unit: str
    parent: str | None
    words: WordsOut


class PlacePage(Schema):
    """Places in the order of their codes."""

    places: list[PlaceItem]
    next: str | None


class ProofIn(Schema):
    """`label`: the `k` in the address that the printed label of the place holds."""

    label: str | None = None


class EntryIn(Schema):
    """One entry. `id` is a UUIDv7 minted by whoever records; moments carry their time zone.

    `evidence` counts as far as it is proved: `scanned` by what the label of the place says, `photo` by the photo's
    SHA-256 in the data; `seconded` takes a second person's own act. What is not proved is recorded as a lower grade,
    and the answer's `notice` says so.
    """

    id: UUID
    kind: str
    unit: str
    occurred_at: datetime
    data: dict[str, Any]
    place: str | None = None
    person: UUID | None = None
    stream: UUID | None = None
    version: int | None = None
    known_at: datetime | None = None
    evidence: Literal["typed", "photo", "scanned", "seconded"] = "typed"
    proof: ProofIn | None = None
    exercise: bool = False
    corrects: UUID | None = None
    reason: str | None = None


class AnswerOut(Schema):
    """The answer for one entry. `line` stands where there is a problem: its line or place in the array, from 1;
    `notice` where it was recorded otherwise than it was said.
    """

    id: UUID | None
    status: Literal["accepted", "duplicate", "conflict", "rejected"]
    recorded_at: datetime | None
    digest: str | None
    problem: dict[str, Any] | None
    notice: dict[str, Any] | None = None
    line: int | None = None
