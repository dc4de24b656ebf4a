"""publicity · queries of tips: the desk, one tip with its life and its words, the list, and what a receipt answers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from uuid import NAMESPACE_URL, UUID, uuid5

from django.urls import reverse

from lianfang.areas.publicity import kinds_tip as kinds
from lianfang.areas.publicity import policy
from lianfang.areas.publicity.kinds import FOLLOW, SEE
from lianfang.areas.publicity.kinds_tip import TipClosed, TipDeskSet, TipReceived
from lianfang.ground.units import queries as units
from lianfang.kernel import keyring, reading, scope
from lianfang.kernel.frame import Fold, Waiting
from lianfang.kernel.gaps import Gap, Severity
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.scope import Actor, acting_actor, ranges
from lianfang.kernel.words import Words, w
from lianfang.shell.texts.life import Step

PAGE_SIZE = 30
SHOWN_FOR = timedelta(minutes=10)  # as names are, once somebody has said what for (0977)
DESK = uuid5(NAMESPACE_URL, "lianfang:tips")  # the life of this installation's one desk
_CODE_LETTERS = 12
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: none is mistaken for another
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


class Standing(StrEnum):
    """How far a tip is."""

    RECEIVED = "received"
    TAKEN = "taken"
    CLOSED = "closed"


STANDING_WORDS: dict[Standing, Words] = {
    Standing.RECEIVED: w("待受理", "not followed yet"),
    Standing.TAKEN: w("办理中", "being followed"),
    Standing.CLOSED: w("已办结", "closed"),
}


@dataclass(frozen=True, slots=True)
class Desk:
    """Where tips are received, and what the form says."""

    unit: str
    path: str
    said: TipDeskSet


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody told, and how to reach them."""

    text: str
    name: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Tip:
    """A tip by its standing steps, in their order."""

    stream: UUID
    unit: str
    path: str
    steps: tuple[Step, ...]

    @cached_property
    def said(self) -> TipReceived:
        return TipReceived.model_validate(self.steps[0].data, strict=False)

    @property
    def received_at(self) -> datetime:
        return self.steps[0].at

    @cached_property
    def standing(self) -> Standing:
        for each in reversed(self.steps):
            if each.kind == kinds.CLOSED.code:
                return Standing.CLOSED
            if each.kind in (kinds.TAKEN.code, kinds.REOPENED.code):
                return Standing.TAKEN
        return Standing.RECEIVED

    @property
    def over(self) -> bool:
        return self.standing is Standing.CLOSED

    @property
    def follower(self) -> str:
        """The login that took it last; empty where nobody has."""
        return next((each.by for each in reversed(self.steps) if each.kind == kinds.TAKEN.code), "")

    @property
    def gist(self) -> str:
        """What it is about in short; empty while nobody has said it."""
        said = next((each for each in reversed(self.steps) if each.kind == kinds.TAKEN.code), None)
        return str(said.data["gist"]) if said else ""

    @cached_property
    def closed(self) -> TipClosed | None:
        """How it ended, where it is closed."""
        last = next((each for each in reversed(self.steps) if each.kind == kinds.CLOSED.code), None)
        return TipClosed.model_validate(last.data, strict=False) if last and self.over else None

    @property
    def closed_at(self) -> datetime | None:
        last = next((each for each in reversed(self.steps) if each.kind == kinds.CLOSED.code), None)
        return last.at if last and self.over else None

    @property
    def rumour(self) -> UUID | None:
        """The rumour that was made of it."""
        said = next((each for each in self.steps if each.kind == kinds.TO_RUMOUR.code), None)
        return UUID(str(said.data["rumour"])) if said else None

    @property
    def forgotten(self) -> bool:
        return any(each.kind == kinds.FORGOTTEN.code for each in self.steps)

    @property
    def kept_until(self) -> datetime:
        return policy.kept_until(self.received_at, self.closed_at)

    @property
    def take_by(self) -> datetime:
        return policy.take_by(self.received_at)

    def late(self, now: datetime) -> bool:
        return self.standing is Standing.RECEIVED and now >= self.take_by

    def shown_to(self, login: str, now: datetime) -> bool:
        """Whether this reader has said within ten minutes what the contact is for."""
        return any(
            each.kind == kinds.CONTACT_SEEN.code and each.by == login and now < each.at + SHOWN_FOR
            for each in self.steps
        )

    @property
    def code(self) -> str:
        """What stands on the receipt."""
        return code_of(self.stream)


# --- what was told, under its own key ---------------------------------------------------


def said_as(told: Told, salt: str) -> str:
    """The text that is kept, in one form."""
    said = {"text": told.text, "name": told.name, "contact": told.contact, "salt": salt}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(text: str) -> str:
    """The fingerprint of what is kept; its salt keeps a short text from being guessed by it."""
    return hashlib.sha256(text.encode()).hexdigest()


def opened(stream: UUID, wrapped: bytes, concealed: str) -> str | None:
    """What is kept, readable; None where key or text is not what was written."""
    if not keyring.unwraps(stream, bytes(wrapped)):
        return None
    return keyring.reveal(keyring.key_within(stream, bytes(wrapped)), _context(stream), concealed)


def closed_up(stream: UUID, key: bytes, text: str) -> str:
    """What is kept, under its key."""
    return keyring.conceal(keyring.key_within(stream, keyring.wrap(stream, key)), _context(stream), text)


def _context(stream: UUID) -> str:
    return f"publicity_tip_words:{stream}"


def told_of(actor: Actor, tip: Tip) -> Told | None:
    """What was told; None where it was destroyed. For whoever follows tips."""
    actor.must(FOLLOW, tip.path)
    return kept_words(actor, tip.stream)


def kept_words(actor: Actor, stream: UUID) -> Told | None:
    """What is kept of a tip; None where nothing is."""
    row = reading.row(
        actor, "SELECT wrapped, concealed FROM publicity_tip_words WHERE stream = %(stream)s", stream=stream
    )
    said = None if row is None else opened(stream, row[0], row[1])
    if said is None:
        return None
    found = json.loads(said)
    return Told(found["text"], found["name"], found["contact"])


# --- receipts ---------------------------------------------------------------------------


def code_of(stream: UUID) -> str:
    """The code of a tip's receipt: 60 bits that follow from its id by a key outside the database."""
    number = int.from_bytes(keyring.vouch("publicity_tip_receipt", str(stream))[:8], "big")
    letters = "".join(_LETTERS[number >> (5 * at) & 31] for at in range(_CODE_LETTERS))
    return "-".join(letters[at : at + 4] for at in range(0, _CODE_LETTERS, 4))


def mark_of(code: str) -> str:
    """The keyed fingerprint by which a receipt is found; the code itself stands nowhere."""
    return keyring.blind(f"publicity_tip_receipt:{plain(code)}").hex()


def plain(code: str) -> str:
    """A code as it was typed, without what people read or write otherwise."""
    return "".join(each for each in code.upper().translate(_MISREAD) if each in _LETTERS)


def by_receipt(code: str) -> Tip | None:
    """The tip of a receipt, asked by anybody; whoever shows the page tells none of its words."""
    if len(plain(code)) != _CODE_LETTERS:
        return None
    with scope.acting(scope.system_actor("tips")) as system:
        stream = reading.value(
            system,
            "SELECT stream FROM publicity_tip_step WHERE mark = %(mark)s AND superseded_at IS NULL LIMIT 1",
            mark=mark_of(code),
        )
        return None if stream is None else tips_by(system, [stream]).get(stream)


def called(unit: str) -> Words | str:
    """What a unit is called, for pages of anybody."""
    with scope.acting(scope.system_actor("tips")) as system:
        found = units.units(system, [unit])
    return found[unit].words if unit in found else unit


# --- the desk and its tips --------------------------------------------------------------


def desk() -> Desk | None:
    """Where tips are received; None where nobody has said it. Everybody may know."""
    with scope.acting(scope.system_actor("tips")) as system:
        row = reading.row(
            system,
            "SELECT d.unit, d.path, d.data FROM publicity_tip_desk_set d WHERE d.superseded_at IS NULL "
            "ORDER BY d.number DESC LIMIT 1",
        )
    if row is None:
        return None
    return Desk(row[0], row[1], TipDeskSet.model_validate(reading.loaded(row[2]), strict=False))


def tip_href() -> str:
    """The address of the form for anybody; empty while tips are not received there."""
    there = desk()
    return reverse("publicity:tell") if there is not None and there.said.open else ""


_STEPS = (
    "SELECT s.stream, s.unit, s.path, s.kind, s.number, s.occurred_at, s.recorded_by, s.entry, s.data "
    "FROM publicity_tip_step s WHERE s.stream = ANY(%(streams)s) AND s.superseded_at IS NULL AND NOT s.exercise "
    "AND %(seen)s::path_ranges @> s.path ORDER BY s.stream, s.number"
)
# Each tip with its rank: nobody follows it, somebody does, closed.
_LIVES = """
SELECT f.stream, f.occurred_at AS at, f.path, f.topic,
  CASE WHEN l.last = 'publicity.tip_closed' THEN 2 WHEN l.last IS NULL THEN 0 ELSE 1 END AS rank
FROM publicity_tip_step f
LEFT JOIN LATERAL (SELECT x.kind AS last FROM publicity_tip_step x
  WHERE x.stream = f.stream AND x.superseded_at IS NULL
    AND x.kind IN ('publicity.tip_taken', 'publicity.tip_closed', 'publicity.tip_reopened')
  ORDER BY x.number DESC LIMIT 1) l ON true
WHERE f.kind = 'publicity.tip_received' AND f.superseded_at IS NULL AND NOT f.exercise
"""
RANKS = {"received": (0,), "taken": (1,), "open": (0, 1), "closed": (2,)}


def tip(actor: Actor, stream: UUID) -> Tip:
    """A tip with its steps. Raises `not_found`, `not_allowed`: tips are for whoever follows them."""
    found = tips_by(actor, [stream]).get(stream)
    if found is None:
        raise Refused(NOT_FOUND)
    actor.must(FOLLOW, found.path)
    return found


def tips_by(actor: Actor, streams: Collection[UUID]) -> dict[UUID, Tip]:
    """Tips by their ids, those that the actor may see."""
    lives: dict[UUID, tuple[str, str, list[Step]]] = {}
    rows = reading.rows(actor, _STEPS, streams=list(streams), seen=ranges(actor.prefixes(SEE))) if streams else []
    for stream, unit, path, kind, number, at, by, entry, data in rows:
        lives.setdefault(stream, (unit, path, []))[2].append(Step(kind, number, at, by, entry, reading.loaded(data)))
    return {stream: Tip(stream, unit, path, tuple(steps)) for stream, (unit, path, steps) in lives.items()}


def listed(
    actor: Actor,
    *,
    state: str = "",
    topic: str = "",
    after: tuple[int, datetime, UUID] | None = None,
    size: int | None = PAGE_SIZE,
) -> list[tuple[int, Tip]]:
    """Tips by need, each with its rank: nobody follows longest first, then those in hand, then closed, newest first."""
    rank, at, stream = after or (-1, None, None)
    found = reading.rows(
        actor,
        f"SELECT r.stream, r.rank FROM ({_LIVES}) r WHERE %(seen)s::path_ranges @> r.path AND r.rank = ANY(%(ranks)s) "
        "AND (%(topic)s = '' OR r.topic = %(topic)s) "
        "AND (r.rank > %(rank)s OR (r.rank = %(rank)s AND CASE WHEN r.rank < 2 "
        "THEN (r.at, r.stream) > (%(at)s::timestamptz, %(stream)s::uuid) "
        "ELSE (r.at, r.stream) < (%(at)s::timestamptz, %(stream)s::uuid) END)) "
        "ORDER BY r.rank, CASE WHEN r.rank < 2 THEN r.at END, CASE WHEN r.rank < 2 THEN r.stream END, "
        "r.at DESC, r.stream DESC LIMIT %(size)s",
        seen=ranges(actor.prefixes(FOLLOW)), ranks=list(RANKS.get(state, (0, 1, 2))), topic=topic, rank=rank, at=at,
        stream=stream, size=size,
    )  # fmt: skip
    lives = tips_by(actor, [stream for stream, _ in found])
    return [(rank, lives[stream]) for stream, rank in found]


def counts(actor: Actor) -> tuple[int, int, int]:
    """How many tips nobody follows, are in hand, and are closed."""
    rows = reading.rows(
        actor,
        f"SELECT r.rank, count(*) FROM ({_LIVES}) r WHERE %(seen)s::path_ranges @> r.path GROUP BY r.rank",
        seen=ranges(actor.prefixes(FOLLOW)),
    )
    found = dict(rows)
    return found.get(0, 0), found.get(1, 0), found.get(2, 0)


def due_to_be_forgotten(actor: Actor, now: datetime) -> list[Tip]:
    """The tips whose words are still kept although their time is over."""
    streams = reading.column(actor, "SELECT stream FROM publicity_tip_words ORDER BY stream")
    return [each for each in tips_by(actor, streams).values() if each.kept_until <= now and not each.forgotten]


def newest_entries(actor: Actor, streams: Collection[UUID]) -> Mapping[UUID, UUID]:
    """The step by which somebody followed or closed each of some tips."""
    rows = reading.rows(
        actor,
        "SELECT stream, entry FROM publicity_tip_step WHERE stream = ANY(%(streams)s) AND superseded_at IS NULL "
        "AND kind IN ('publicity.tip_taken', 'publicity.tip_closed') ORDER BY number",
        streams=list(streams),
    )
    return dict(rows)


_NEXT = {
    Standing.RECEIVED: (w("线索（{topic}）待受理", "a tip ({topic}) waits to be followed"), w("受理", "Follow it")),
    Standing.TAKEN: (w("线索（{topic}）待办结：{gist}", "a tip ({topic}) is to be closed: {gist}"), w("办结", "Close")),
}
_FOLD = w("{n} 条线索待办", "Tips that wait: {n}")


def waiting(actor: Actor, now: datetime) -> list[Waiting]:
    """The tips that nobody follows, and those that this reader follows."""
    if FOLLOW not in actor.verbs:
        return []
    fold = Fold(_FOLD, reverse("publicity:tips"), w("查看", "See"))
    found = []
    for _, each in listed(actor, state="open", size=100):
        if each.standing is Standing.RECEIVED or each.follower == actor.login:
            words, act = _NEXT[each.standing]
            said = words.fill(topic=kinds.TOPICS[each.said.topic], gist=each.gist[:30])
            href = reverse("publicity:tip", args=[each.stream])
            by = each.take_by if each.standing is Standing.RECEIVED else None
            found.append(Waiting(said, href, act, by, each.late(now), fold=fold, thing=href))
    return found


_UNANSWERED = w("线索超过时限无人受理（关于：{topic}）", "nobody follows a tip in its time (about: {topic})")


def unanswered(now: datetime, since: datetime) -> Iterator[Gap]:
    """Tips that nobody follows when their time is over, by the playbook's hours; none where it names none."""
    for _, each in listed(acting_actor(), state="received", size=None):
        if each.late(now) and each.take_by >= since:
            yield Gap(
                f"publicity.tip_unanswered:{each.stream}", each.unit, each.path, each.take_by,
                _UNANSWERED.fill(topic=kinds.TOPICS[each.said.topic]), Severity.WARNING, "officer",
                reverse("publicity:tip", args=[each.stream]),
            )  # fmt: skip


def answered(keys: Sequence[str]) -> dict[str, UUID]:
    """Which step ended which gap."""
    found = newest_entries(acting_actor(), [UUID(key.split(":")[1]) for key in keys])
    return {key: found[stream] for key in keys if (stream := UUID(key.split(":")[1])) in found}
