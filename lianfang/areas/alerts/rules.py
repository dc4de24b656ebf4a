"""alerts · rules: what a look at the gaps changes, who answers for an alert, and who is told next. Pure decisions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lianfang.areas.alerts.sections import Escalation, EscalationStep, Quiet
from lianfang.kernel.gaps import Gap

RANK = {"notice": 0, "warning": 1, "urgent": 2}
OWN = "own"
# Gaps that are alerts already from the moment of the event on, by what the area hears; a second one would only echo.
COVERED = frozenset({"incidents.proposed_unanswered"})


@dataclass(frozen=True, slots=True)
class Post:
    """A role of a unit."""

    role: str
    unit: str

    def __str__(self) -> str:
        return f"{self.role}@{self.unit}"


@dataclass(frozen=True, slots=True)
class Standing:
    """An alert as a look finds it. `ended_how`: `mended`, `person`, or None while it is open."""

    alert: object
    key: str
    since_at: datetime
    count: int
    zh: str
    en: str
    ended_how: str | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What a look brings about: gaps to open, alerts that grew, that are mended, that came back."""

    open: list[Gap] = field(default_factory=list)
    grow: list[tuple[Standing, Gap]] = field(default_factory=list)
    mend: list[Standing] = field(default_factory=list)
    reopen: list[tuple[Standing, Gap]] = field(default_factory=list)


def look(gaps: Iterable[Gap], standing: Mapping[str, Standing], asked_since: datetime) -> Changes:
    """Compares the gaps that stand with the alerts that there are. `standing`: every alert of the source that
    arose since, by key.

    One gap is one alert forever. One that a person ended stays ended while its gap stands; it is mended when
    the gap goes, so that its coming back is seen. A gap older than what was asked for is not taken for gone.
    """
    changes = Changes()
    found: dict[str, Gap] = {}
    for gap in gaps:
        found.setdefault(gap.key, gap)
    for key, gap in found.items():
        known = standing.get(key)
        if known is None:
            changes.open.append(gap)
        elif known.ended_how == "mended":
            changes.reopen.append((known, gap))
        elif known.ended_how is None and gap.count > known.count:
            changes.grow.append((known, gap))
    for key, known in standing.items():
        if key not in found and known.ended_how != "mended" and known.since_at >= asked_since:
            changes.mend.append(known)
    return changes


@dataclass(frozen=True, slots=True)
class Answer:
    """Who answers: a post somebody holds, or None; the step reached; the posts passed over because nobody holds them;
    and how long there is to acknowledge (None: nobody above, the clock stands)."""

    post: Post | None
    level: int
    vacant: tuple[Post, ...]
    within: timedelta | None


def first_owner(role: str, line: Sequence[tuple[str, str]], held: Collection[Post], rule: Escalation | None) -> Answer:
    """Who answers first: the role at the alert's own unit or, where nobody holds it, at the next unit above; after
    those, the posts of the steps. `line`: (unit, kind) from the own unit up.
    """
    vacant: list[Post] = []
    for unit, _ in line:
        post = Post(role, unit)
        if post in held:
            return Answer(post, -1, tuple(vacant), timedelta(minutes=rule.owner_minutes) if rule else None)
        vacant.append(post)
    climbed = climb(rule, -1, None, line, held)
    own = vacant[:1]  # the role's absence all the way up is one saying, not one for each unit
    return Answer(climbed.post, climbed.level, (*own, *climbed.vacant), climbed.within)


def climb(
    rule: Escalation | None,
    level: int,
    current: Post | None,
    line: Sequence[tuple[str, str]],
    held: Collection[Post],
) -> Answer:
    """The next post above the `level` reached, and above the `current` one where that is a step itself."""
    steps = rule.steps if rule else ()
    posts = [_post(step, line) for step in steps]
    start = max([level, *(index for index, post in enumerate(posts) if post and post == current)])
    vacant: list[Post] = []
    for index in range(start + 1, len(steps)):
        post = posts[index]
        if post is None or post == current:
            continue
        if post in held:
            return Answer(post, index, tuple(vacant), timedelta(minutes=steps[index].within_minutes))
        vacant.append(post)
    return Answer(None, max(level, 0), tuple(vacant), None)


def _post(step: EscalationStep, line: Sequence[tuple[str, str]]) -> Post | None:
    """The step's post for this line of units; None where no unit of that kind stands in it."""
    if step.at == OWN:
        return Post(step.role, line[0][0]) if line else None
    return next((Post(step.role, unit) for unit, kind in line if kind == step.at), None)


def minutes_at(rule: Escalation | None, level: int) -> timedelta | None:
    """How long the post of a step has to acknowledge; -1 is the first owner's."""
    if rule is None:
        return None
    if 0 <= level < len(rule.steps):
        return timedelta(minutes=rule.steps[level].within_minutes)
    return timedelta(minutes=rule.owner_minutes)


def quiet_until(quiet: Quiet | None, severity: str, local: datetime) -> datetime | None:
    """When the quiet hours around a local moment end, where they hold back this severity; urgent never waits."""
    if quiet is None or severity == "urgent" or severity not in quiet.holds_back or not quiet.covers(local.time()):
        return None
    ends = local.replace(hour=quiet.ends.hour, minute=quiet.ends.minute, second=0, microsecond=0)
    return ends if ends > local else ends + timedelta(days=1)


def is_storm(new: int, recent: int, more_than: int) -> bool:
    """Whether so many new messages of one source, after so many recent ones, are said in one."""
    return new + recent > more_than


def rungs(rule: Escalation | None, line: Sequence[tuple[str, str]]) -> list[tuple[Post, int]]:
    """The posts of a rule for this line of units, each with its minutes to acknowledge."""
    steps = rule.steps if rule else ()
    found = [(_post(step, line), step.within_minutes) for step in steps]
    return [(post, minutes) for post, minutes in found if post is not None]
