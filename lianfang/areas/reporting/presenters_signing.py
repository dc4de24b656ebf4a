"""reporting · presenters of signing: how far a report is signed, what it lists, and what waits for whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lianfang.areas.reporting import queries_signing
from lianfang.areas.reporting.presenters import href
from lianfang.areas.reporting.presenters_paper import Paper
from lianfang.areas.reporting.queries import Report
from lianfang.areas.reporting.queries_signing import FILL, REVIEW, SIGN, TAKES, Deputyship, Stand
from lianfang.areas.reporting.rules import STEP_WORDS, Handling
from lianfang.kernel.filings import Standing
from lianfang.kernel.occurrences import Occurrence
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, listed, w
from lianfang.shell.components.cells import Button
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.tables import Named, Sentence, State, Table, Text, When, Who
from lianfang.shell.components.text import moment
from lianfang.shell.components.types import Fact
from lianfang.shell.documents.form import Signature
from lianfang.shell.ledger.names import units_called


@dataclass(frozen=True, slots=True)
class Offer:
    """What a reader can do about the signing of a report now; where nothing, `waits` says for whom it waits."""

    sign: bool = False
    fill: bool = False
    review: bool = False
    send_back: bool = False
    withdraw: bool = False
    recall: bool = False
    stand_in: bool = False
    amend: bool = False
    deputy: bool = False
    waits: Words | str = ""


def offer(actor: Actor, report: Report, *, own: bool) -> Offer:
    """What is offered on the report's page; `own`: the reader files at this very unit."""
    of = queries_signing.stand(report)
    open_ = report.standing is Standing.OPEN
    pending = report.version is None or bool(of.taken)
    mine = own and not open_ and pending
    sign = mine and queries_signing.may_sign_off(actor, of)
    take = mine and queries_signing.may_take(actor, of)
    step = of.next.step
    last = of.taken[-1] if of.taken else None
    recall = (
        own and not of.taken and report.version is not None and report.filing.handling is Handling.SUBMITTED
        and queries_signing.right(actor, of, of.plan.steps[-1]) is not None
    )  # fmt: skip
    above = not own and not open_ and report.version is None and "above" in of.plan.stand_in
    several = len(of.plan.steps) > 1
    return Offer(
        sign=sign,
        fill=take and step == FILL and several,
        review=take and step == REVIEW,
        send_back=mine and of.filled is not None and step != FILL and (take or sign),
        withdraw=own and last is not None and last.by == actor.login,
        recall=recall,
        stand_in=above and queries_signing.may_sign_off(actor, of, on_behalf="?"),
        amend=own and queries_signing.may_amend(actor, of),
        deputy=own and queries_signing.lends(actor, of),
        waits=_waits(actor, of) if pending and not open_ and several and not (sign or take) else "",
    )


def _waits(actor: Actor, of: Stand) -> Words:
    said = w("待{step}：{who}", "Waits to be {step}: {who}").fill(
        step=STEP_WORDS[of.next.step], who=queries_signing.who_said(actor, of, of.next)
    )
    if of.stale is None:
        return said
    return w(
        "{said}。{done}之后数字或事件有变化，须重新核对", "{said}. Figures or events have changed since “{done}”"
    ).fill(said=said, done=STEP_WORDS[TAKES[of.stale.kind]])


def words(report: Report) -> list[Fact]:
    """What was filled in for the version in hand besides its figures: it is signed along with them."""
    filled = queries_signing.stand(report).filled
    if filled is None:
        return []
    said = (
        (w("情况说明", "Narrative"), filled.narrative or w("无", "none")),
        (w("迟报原因", "Why it is late"), filled.late_reason),
        (w("更正原因", "Why it is amended"), filled.why),
    )
    return [Fact(label, value) for label, value in said if value]


def signed(paper: Paper) -> list[Fact]:
    """Each step with who took it and when."""
    return [Fact(each.act, _said(each)) for each in paper.signatures]


def _said(each: Signature) -> str:
    if each.at is None:
        return w("待办", "to be done").say()
    return " · ".join(part for part in (each.name, each.note, moment(each.at), each.phone) if part)


def events(report: Report) -> EventsTable:
    """The events with the names of their units."""
    found = report.standing_events
    codes = sorted({event.unit for event in found})
    return EventsTable(found, report, units_called(report.actor, codes))


class EventsTable(Table[Occurrence]):
    """The events of the day, which the report lists by itself."""

    report: Report
    called: Mapping[str, Words]
    tall = False

    at = When(w("时间", "When"), link=lambda row: row.href)
    words = Text(w("事件", "What"))
    unit = Named(w("单位", "Unit"))
    place = Text(w("地点", "Place"), lambda row: row.place or "—")
    handling = State(
        w("处置情况", "Handling"),
        lambda row: Chip(row.handling, "partial" if row.open else "done", "near" if row.open else ""),
    )
    note = State(
        w("说明", "Note"),
        lambda t, row: Chip(w("签发后新增", "since it was signed"), "late", "near") if row in t.report.unlisted else "",
    )


class DeputiesTable(Table[Deputyship]):
    """Who signs for whom, today or later; each of the two can end it."""

    reader: Actor
    report: Report
    tall = False

    deputy = Who(w("代签人", "Deputy"))
    principal = Who(w("代谁", "Signs for"))
    from_day = When(w("起", "From"))
    to_day = When(w("止", "To"))
    why = Sentence(w("原因", "Reason"))

    @Sentence(w("办理", "Action"))
    def end(self, row: Deputyship) -> Button | str:
        if self.reader.login not in (row.deputy, row.principal):
            return ""
        return Button(w("结束代签", "End"), href("deputy-end", self.report, row.entry))


class ExceptionsTable(Table[tuple[str, str]]):
    """What is not as it should be, by name; `hrefs` lead to where all of it stands."""

    hrefs: Mapping[str, str]
    tall = False

    what = Text(w("事项", "What"), lambda row: row[0], link=lambda t, row: t.hrefs.get(row[0], ""))
    which = Sentence(w("哪些", "Which"), lambda row: row[1])


def next_words(of: Stand) -> Words:
    """To whom a version goes that was filled in."""
    rest = [STEP_WORDS[step.step] for step in of.missing if step.step != FILL]
    return listed(rest) if rest else STEP_WORDS[SIGN]
