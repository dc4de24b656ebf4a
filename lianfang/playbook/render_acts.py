"""playbook · render_acts: what people do by a playbook, for its page: duties, procedures, plans."""

from __future__ import annotations

from lianfang.playbook.duties import DutyVersion, Window
from lianfang.playbook.markdown import PROOF, both, proof, table
from lianfang.playbook.playbook import Playbook
from lianfang.playbook.procedures import Procedure, Step, Tell, Timer


def duties(playbook: Playbook) -> list[str]:
    """What is due again and again."""
    if not playbook.duties:
        return []
    said = "A time of day is the first one after the reporting day opened."
    head = ("Duty", "What", "Answers", "For", "When", "Fulfilled by", *PROOF)
    rows = [
        (f"`{rule.code}`", both(rule.words), _answers(v), _targets(v), _when(v), f"`{v.kind}`", *proof(v))
        for rule in playbook.duties
        for v in rule.versions
    ]
    return ["## Duties", "", said, "", *table(head, rows), ""]


def _answers(version: DutyVersion) -> str:
    other = [f"{kind}: {role}" for kind, role in version.role_by_unit.items()]
    return "; ".join([version.role, *other])


def _targets(version: DutyVersion) -> str:
    return f"each {version.targets.sort}: {', '.join(version.targets.kinds)}"


def _when(version: DutyVersion) -> str:
    if version.after_close:
        at = version.due if isinstance(version.due, str) or version.due is None else f"{version.due:%H:%M}"
        spans = [f"once after the close, by {'the cut-off' if at == 'cutoff' else at}"]
    else:
        spans = [_span(window) for window in version.windows]
    only = [] if version.days == "every" else [f"{version.days} days"]
    only += [f"weekdays {', '.join(map(str, version.weekdays))}"] if version.weekdays else []
    only += [f"in mode {', '.join(version.modes)}"] if version.modes else []
    return "; ".join([*spans, *only])


def _span(window: Window) -> str:
    until = f", late until {window.until:%H:%M}" if window.until else ""
    return f"{both(window.words)}: from {window.begins:%H:%M} by {window.due:%H:%M}{until}"


def modes(playbook: Playbook) -> list[str]:
    """What each mode of a unit means."""
    rows = [
        (f"`{rule.code}`", both(rule.words), both(v.says), *proof(v)) for rule in playbook.modes for v in rule.versions
    ]
    return ["## Modes", "", *table(("Mode", "What", "Means", *PROOF), rows), ""] if rows else []


def doubts(playbook: Playbook) -> list[str]:
    """Which patterns of fulfilled duties are looked at again."""
    rows = []
    for rule in playbook.doubts:
        for v in rule.versions:
            limits = [f"`{v.field}`"] if v.field else []
            limits += [f"at least {v.at_least} alike"] if v.at_least else []
            limits += [f"{v.seconds} s"] if v.seconds else []
            rows.append((f"`{rule.code}`", both(rule.words), "; ".join(limits), ", ".join(v.duties), *proof(v)))
    said = "A doubtful slot accuses nobody: it says why, and a person looks at it."
    head = ("Pattern", "What", "Limit", "Duties", *PROOF)
    return ["## Doubts", "", said, "", *table(head, rows), ""] if rows else []


def procedures(playbook: Playbook) -> list[str]:
    """What is done once something has happened: a heading for each event."""
    lines = [line for each in playbook.procedures for line in _procedure(each)]
    said = "A step and its clock have each a source of their own: the step may be law and its minutes the house's."
    return ["## Procedures", "", said, "", *lines] if lines else []


def _procedure(each: Procedure) -> list[str]:
    mark, verified, valid, source = proof(each)
    waits = f"A proposal is answered within {_clock(each.answer)}."
    told = [
        (_whom(tell), tell.how, _within(tell.clock), tell.clock.mark, _yes(tell.clock), tell.clock.source)
        for tell in each.tells
    ]
    steps = [
        (f"`{step.code}`", _what(step), _by(step), _clock(step.clock), step.skip.replace("_", " "), *proof(step))
        for step in each.steps
    ]
    return [
        f"### {each.event} {both(each.words)}",
        "",
        f"Mark {mark}, verified: {verified}, valid {valid}. {source}. {waits}",
        "",
        *(table(("Is told", "How", "Within", "Mark", "Verified", "Source"), told) if told else ()),
        *([""] if told else ()),
        *table(("Step", "What", "By", "Within", "Left out", *PROOF), steps),
        "",
    ]


def _what(step: Step) -> str:
    """The step, and what is done by doing it."""
    tells = [f"tells {', '.join(f'`{each}`' for each in step.tells)}"] if step.tells else []
    return "; ".join([both(step.words), *tells, *(["closes the incident"] if step.closes else [])])


def _by(step: Step) -> str:
    return "; ".join([step.owner, *(f"{kind}: {role}" for kind, role in step.owner_by_unit.items())])


def _whom(tell: Tell) -> str:
    """Who is told; other kinds of units with theirs, and whether it is by name whoever is registered for the unit."""
    other = [f"{kind}: {both(words)}" for kind, words in tell.words_by_unit.items()]
    return "; ".join([both(tell.words), *other, *(["by the name of the unit's local authority"] if tell.host else [])])


def _yes(clock: Timer) -> str:
    return "yes" if clock.verified else "no"


def _within(clock: Timer) -> str:
    return f"{clock.minutes} min{f' after `{clock.after}`' if clock.after else ''}"


def _clock(clock: Timer | None) -> str:
    """A step's clock, with how it is known: the step itself may be known otherwise."""
    return "–" if clock is None else f"{_within(clock)} ({clock.mark}, {clock.source})"


def plans(playbook: Playbook) -> list[str]:
    """The plans that a unit starts from, rule by rule."""
    lines: list[str] = []
    for plan in playbook.plans:
        mark, verified, valid, source = proof(plan)
        rows = [
            (both(section.words), both(clause.says), *proof(clause))
            for section in plan.sections
            for clause in section.clauses
        ]
        lines += [f"### `{plan.code}`: {both(plan.words)}", ""]
        lines += [f"Mark {mark}, verified: {verified}, valid {valid}. {source}", ""]
        lines += [*table(("Section", "Rule", *PROOF), rows), ""]
    return ["## Plans", "", *lines] if lines else []
