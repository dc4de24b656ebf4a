"""governance · presenters: directives and measures in the words, tables and signs of the pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse

from lianfang.areas.governance.rules import (
    PROGRESS_WORDS,
    STANDING_WORDS,
    Directive,
    Measure,
    Progress,
    Standing,
    Step,
)
from lianfang.ground.access.roles import words_of
from lianfang.ground.units.queries import Unit
from lianfang.kernel.kinds import KINDS
from lianfang.kernel.words import Words, w
from lianfang.shell.components.marks import OVERDUE, Chip
from lianfang.shell.components.tables import Figure, Sentence, State, Table, Text, When
from lianfang.shell.components.types import Event, Fact

NOT_KNOWN = w("未注明", "not stated")
_MARKS = {Standing.RECEIVED: "due", Standing.IN_HAND: "partial", Standing.REPORTED: "done", Standing.CLOSED: "done"}
_TAKEN = {
    Progress.SET: "due", Progress.TAKEN: "partial", Progress.ANSWERED: "done", Progress.RETURNED: "late",
    Progress.CLOSED: "done", Progress.CALLED_OFF: "excused",
}  # fmt: skip

Named = Mapping[str, Unit]


def directive_chip(each: Directive, now: datetime) -> Chip:
    """How far it is; what of it is overdue goes before that."""
    late = each.late_for(now)
    return Chip(late, "missed", "overdue") if late else Chip(STANDING_WORDS[each.standing], _MARKS[each.standing])


def measure_chip(each: Measure, now: datetime) -> Chip:
    if each.overdue(now):
        return OVERDUE
    if each.unread(now):
        return Chip(w("逾期未签收", "not acknowledged in time"), "missed", "near")
    near = "near" if each.progress is Progress.RETURNED else ""
    return Chip(PROGRESS_WORDS[each.progress], _TAKEN[each.progress], near)


def next_due(each: Directive) -> datetime | None:
    """The next time that counts; None where nothing is due any more."""
    if each.over:
        return None
    if each.standing is Standing.RECEIVED:
        return each.acknowledge_by
    if each.measures == 0:
        return each.measure_by
    report_by = each.report_by if each.reported_at is None else None
    return min((at for at in (each.next_due_at, report_by) if at is not None), default=None)


class RegisterTable(Table[Directive]):
    """The register: what came from whom, and how far it is."""

    named: Named
    now: datetime

    title = Sentence(w("标题", "Title"), link=lambda row: reverse("governance:directive", args=[row.stream]))
    issuer = Text(w("发文单位", "Issued by"))
    doc_no = Text(w("发文字号", "Number"), lambda row: row.doc_no or NOT_KNOWN)
    unit = Text(w("收文单位", "Received by"), lambda t, row: unit_said(t.named, row.unit))
    received_at = When(w("收到", "Received"))
    due_at = When(w("时限", "Next due"), lambda row: next_due(row))
    measures = Figure(
        w("措施", "Measures"),
        lambda row: f"{row.open_measures}/{row.measures}" if row.measures else "—",
        note=w("未销号/共", "open of all"),
    )
    standing = State(w("办理", "Status"), lambda t, row: directive_chip(row, t.now))


class MeasuresTable(Table[Measure]):
    """What is done about it, by whom, until when."""

    named: Named
    now: datetime
    tall = False

    text = Sentence(w("措施", "Measure"), link=lambda row: reverse("governance:measure", args=[row.stream]))
    unit = Text(w("责任单位", "Unit"), lambda t, row: unit_said(t.named, row.unit))
    role = Text(w("责任岗位", "Role"), lambda row: words_of(row.role))
    due_at = When(w("时限", "Due by"))
    state = State(w("状态", "State"), lambda t, row: measure_chip(row, t.now))


def directive_facts(each: Directive, named: Named) -> list[Fact]:
    found = [
        Fact(w("发文单位", "Issued by"), each.issuer),
        Fact(w("发文字号", "Document number"), each.doc_no or NOT_KNOWN),
        Fact(w("成文日期", "Dated"), each.issued_on or NOT_KNOWN),
        Fact(w("收文单位", "Received by"), unit_said(named, each.unit)),
        Fact(w("收到时间", "Received at"), each.received_at),
    ]
    if each.wants_receipt:
        found.append(Fact(w("签收时限", "Acknowledge by"), each.acknowledge_by))
    if each.report_by is not None:
        found.append(Fact(w("回报时限", "Report by"), each.report_by))
    return found


def measure_facts(each: Measure, named: Named) -> list[Fact]:
    return [
        Fact(w("来文", "Document"), each.about),
        Fact(w("发文字号", "Document number"), each.doc_no or NOT_KNOWN),
        Fact(w("交办单位", "Assigned by"), unit_said(named, each.set_by)),
        Fact(w("责任单位", "Responsible unit"), unit_said(named, each.unit)),
        Fact(w("责任岗位", "Responsible role"), words_of(each.role)),
        Fact(w("交办时间", "Assigned at"), each.set_at),
        Fact(w("签收时限", "Acknowledge by"), each.acknowledge_by),
        Fact(w("完成时限", "Due by"), each.due_at),
    ]


def life(steps: Sequence[Step], called: Mapping[str, str]) -> list[Event]:
    """What happened to it, newest first."""
    return [
        Event(
            step.at, KINDS[step.kind].words, called.get(step.by, step.by), step.said or "",
            href=reverse("shell:ledger-entry", args=[step.entry]),
        )
        for step in steps
    ]  # fmt: skip


def unit_said(named: Named, code: str) -> Words | str:
    """A unit's name; its code where the reader does not see the unit."""
    return named[code].words if code in named else code
