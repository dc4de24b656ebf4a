"""alerts · sections: who is told of a gap, after how long the next above is told, and what may wait.

An escalation rule holds for one severity, for all sources of gaps or for those that it names. Its steps are
posts up the tree: a role at the alert's own unit, or at the nearest unit of a kind, itself or above.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StrictInt, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from lianfang.playbook import Playbook
from lianfang.playbook.markdown import PROOF, both, proof, table
from lianfang.playbook.sections import PlaybookSection
from lianfang.playbook.shapes import Frozen, Name, Rule, TimeOfDay, Version
from lianfang.playbook.source import Document, items, listed
from lianfang.playbook.trying import Registered, ask, ask_may, versions_of

FILE = "alerts.yaml"
RULES = ("escalations", "quiet_hours", "storms", "look_backs")

Severity = Literal["notice", "warning", "urgent"]
SourceCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}\.[a-z][a-z0-9_]{0,39}$")]
Minutes = Annotated[StrictInt, Field(ge=1, le=7 * 24 * 60)]


class EscalationStep(Frozen):
    """A post: `role` at the alert's `own` unit or at the nearest unit of a kind; and its time to acknowledge."""

    role: Name
    at: Name
    within_minutes: Minutes


class Escalation(Version):
    """The first owner is named by the gap and has `owner_minutes`; then the steps, one after the other.

    Who acknowledged has `resolve_minutes` to bring it to an end.
    """

    severity: Severity
    sources: tuple[SourceCode, ...] = ()
    owner_minutes: Minutes
    resolve_minutes: Minutes
    steps: Annotated[tuple[EscalationStep, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _each_post_once(self) -> Self:
        posts = [(step.role, step.at) for step in self.steps]
        if len(set(posts)) < len(posts):
            raise PydanticCustomError("escalation_repeats", "a post stands twice")
        return self


class EscalationRule(Rule[Escalation]):
    pass


class Quiet(Version):
    """From one time of day to another (past midnight where it ends earlier), messages of `holds_back` wait."""

    starts: TimeOfDay
    ends: TimeOfDay
    holds_back: tuple[Severity, ...]

    @model_validator(mode="after")
    def _never_urgent(self) -> Self:
        if "urgent" in self.holds_back:
            raise PydanticCustomError("quiet_holds_urgent", "urgent never waits")
        if self.starts == self.ends:
            raise PydanticCustomError("quiet_empty", "it ends when it begins")
        return self

    def covers(self, at: time) -> bool:
        """Whether a time of day lies in the quiet hours."""
        if self.starts < self.ends:
            return self.starts <= at < self.ends
        return at >= self.starts or at < self.ends


class QuietRule(Rule[Quiet]):
    pass


class Storm(Version):
    """More than `more_than` new alerts of one source below one unit within the minutes are one message."""

    more_than: Annotated[StrictInt, Field(ge=1, le=1000)]
    within_minutes: Minutes


class StormRule(Rule[Storm]):
    pass


class LookBack(Version):
    """How far behind the last look a gap may have arisen and still be found, in hours."""

    hours: Annotated[StrictInt, Field(ge=1, le=31 * 24)]


class LookBackRule(Rule[LookBack]):
    pass


class AlertsPart(Frozen):
    """The file `alerts.yaml`."""

    escalations: Annotated[tuple[EscalationRule, ...], Field(min_length=1)]
    quiet_hours: tuple[QuietRule, ...] = ()
    storms: tuple[StormRule, ...] = ()
    look_backs: tuple[LookBackRule, ...] = ()


def held_on(rules: tuple[Rule[Any], ...], day: date) -> Any:
    """The first version of any of the rules that held on a day; None where none did."""
    return next((version for rule in rules for version in rule.versions if version.holds(day)), None)


def escalation(rules: tuple[EscalationRule, ...], source: str, severity: str, day: date) -> Escalation | None:
    """The version for a source and severity on a day: one that names the source goes before one for all."""
    fitting = [
        version
        for rule in rules
        for version in rule.versions
        if version.holds(day) and version.severity == severity and (not version.sources or source in version.sources)
    ]
    return min(fitting, key=lambda version: not version.sources, default=None)


def check(documents: Mapping[str, Document]) -> None:
    """Kinds of units exist; and no two rules for one severity and source, of which chance would choose."""
    document = documents.get(FILE)
    rules = listed(document, "escalations")
    kinds = {kind.get("code") for kind in listed(documents.get("units.yaml"), "unit_kinds")}
    taken: dict[tuple[str, str], tuple[Any, int]] = {}
    for r, rule in enumerate(rules):
        for v, version in enumerate(rule.get("versions") or ()):
            if document is None or not isinstance(version, dict) or not isinstance(version.get("severity"), str):
                continue
            for i, step in enumerate(version.get("steps") or ()):
                at = step.get("at") if isinstance(step, dict) else None
                if isinstance(at, str) and at not in kinds | {"own"}:
                    path = ("escalations", r, "versions", v, "steps", i, "at")
                    document.fault("unknown_unit_kind", path, given=at)
            for source in version.get("sources") or [""]:
                where = ("escalations", r, "versions", v, "severity")
                key = (version["severity"], str(source))
                if key in taken and taken[key][0] != r:
                    document.fault("escalation_twice", where, given=version["severity"], first=taken[key][1])
                taken.setdefault(key, (r, document.at(where)[0]))


def tries(documents: Mapping[str, Document], known: Registered) -> None:
    """Each escalation is of something that raises alerts, and reaches roles that there are."""
    document = documents.get(FILE)

    def raises(code: str) -> bool:
        """Gaps raise alerts, and so do some kinds of records at once."""
        return known.gap(code) or known.kind(code)

    for path, item in items(document, "escalations"):
        assert document is not None
        for where, version in versions_of(path, item):
            for index, source in enumerate(version.get("sources") or ()):
                ask(document, (*where, "sources", index), source, raises, "unknown_gap")
            for index, step in enumerate(version.get("steps") or ()):
                role = step.get("role") if isinstance(step, dict) else None
                ask(document, (*where, "steps", index, "role"), role, known.role, "unknown_role")
                ask_may(document, (*where, "steps", index, "role"), role, "alerts.act", known)


def page(playbook: Playbook) -> list[str]:
    """Who is told of a gap, and what may wait."""
    part = playbook.part(AlertsPart)
    if not part.escalations:
        return []
    rows = [
        (
            f"`{rule.code}`", both(rule.words), v.severity, ", ".join(v.sources) or "all", f"{v.owner_minutes} min",
            _steps(v), f"{v.resolve_minutes} min", *proof(v),
        )
        for rule in part.escalations
        for v in rule.versions
    ]  # fmt: skip
    rest = [
        (f"`{rule.code}`", both(rule.words), f"{quiet.starts:%H:%M}–{quiet.ends:%H:%M}: {_held(quiet.holds_back)}",
         *proof(quiet))
        for rule in part.quiet_hours
        for quiet in rule.versions
    ]  # fmt: skip
    rest += [
        (f"`{rule.code}`", both(rule.words), f"> {storm.more_than} in {storm.within_minutes} min", *proof(storm))
        for rule in part.storms
        for storm in rule.versions
    ]
    rest += [
        (f"`{rule.code}`", both(rule.words), f"{back.hours} h", *proof(back))
        for rule in part.look_backs
        for back in rule.versions
    ]
    head = ("Rule", "What", "Severity", "Sources", "The owner within", "Then", "Ended within", *PROOF)
    return ["## Alerts", "", *table(head, rows), "", *table(("Rule", "What", "Value", *PROOF), rest), ""]


def _held(severities: tuple[str, ...]) -> str:
    return f"{', '.join(severities)} wait"


def _steps(version: Escalation) -> str:
    return ", ".join(f"{step.role} of {step.at} within {step.within_minutes} min" for step in version.steps)


SECTIONS = (PlaybookSection(FILE, AlertsPart, rules=RULES, check=check, tries=tries, page=page),)
