"""reporting · console: a unit's report: reviewed, confirmed, amended, received or returned, and what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from lianfang.areas.reporting import (
    actions,
    actions_signing,
    exports,
    presenters,
    presenters_signing,
    queries,
    queries_board,
    queries_signing,
)
from lianfang.areas.reporting.console_verify import verify_href
from lianfang.areas.reporting.forms import AmendForm, ConfirmForm, ReturnForm
from lianfang.areas.reporting.indicators import filing_kinds
from lianfang.areas.reporting.kinds import CONFIRM, RECEIVE
from lianfang.areas.reporting.presenters_paper import Paper
from lianfang.areas.reporting.queries import Report
from lianfang.areas.reporting.queries_acts import Act
from lianfang.areas.reporting.queries_signing import Stand
from lianfang.areas.reporting.rules import Handling
from lianfang.ground.people import queries as people
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, reading
from lianfang.kernel.filings import Standing
from lianfang.kernel.problems import existing, first_of
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, listed, w
from lianfang.playbook import DAILY
from lianfang.shell.acting import acted, form_page, onward, pressed
from lianfang.shell.components.types import Link
from lianfang.shell.day_asked import day_asked, of_a_day
from lianfang.shell.day_control import keeping
from lianfang.shell.forms import posted
from lianfang.shell.missing import pages as missing
from lianfang.shell.reader import signed_in


@signed_in
@of_a_day
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Whoever files opens their report, everybody else the board."""
    page = reverse("reporting:mine" if _own_unit(actor) else "reporting:board")
    return HttpResponseRedirect(keeping(request)(page))


@signed_in
@of_a_day
def mine(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The report of the reader's own unit: of the day asked for, else the one that it has in hand now."""
    unit = _own_unit(actor)
    if unit is None:
        return HttpResponseRedirect(keeping(request)(reverse("reporting:board")))
    asked = day_asked(request)
    day = asked.day if asked and asked.named else None
    day = day or queries.day_in_hand(actor, unit, clock.current().now())
    return HttpResponseRedirect(reverse("reporting:report", args=[unit, day]))


@signed_in
@of_a_day
def report_page(request: HttpRequest, actor: Actor, unit: str, day: date) -> HttpResponse:
    """One report as it stands, with the one confirmation it still needs."""
    report = queries.report(actor, unit, day, now=clock.current().now())
    return _show(request, actor, report, _confirm_form(actor, report))


_TO_SIGN = w("更正已填报，待审核签发", "The amendment is filled in; it waits to be reviewed and signed")
_SUBMIT = w("提交第 {n} 版", "Submit version {n}")
_HAND_ON = w("填报第 {n} 版，交审核签发", "Fill in version {n} for review and sign-off")
_FILED = w("已按时提交", "Submitted on time")
_FILED_LATE = w("已提交（迟报）", "Submitted, late")


@require_POST
@signed_in
def confirm(request: HttpRequest, actor: Actor, unit: str, day: date) -> HttpResponse:
    """Files the first version, if the figures are still those that were reviewed; else they are shown again."""
    sent = ConfirmForm(request.POST, late="late_reason" in request.POST)
    went = acted(
        request, sent,
        lambda said: _sign(actor, unit, day, said),
        done=lambda made: _FILED_LATE if made.late else _FILED,
        to=lambda made: reverse("reporting:report", args=[made.unit.code, day]),
    )  # fmt: skip
    if went is not None:
        return went
    report = queries.report(actor, unit, day, now=clock.current().now())
    form = _confirm_form(actor, report, request.POST)
    form.is_valid()
    if sent.refused is not None:
        form.refuse(sent.refused)
    return _show(request, actor, report, form, status=sent.status)


def _sign(actor: Actor, unit: str, day: date, said: Mapping[str, Any]) -> actions.Done:
    """Signs off what is in hand: the first version, or an amendment that others have filled in with its reason."""
    seen: str = said["seen"]
    if seen and not seen.startswith("0."):
        return actions.amend_report(actor, unit=unit, day=day, why="", narrative=said.get("narrative", ""), seen=seen)
    return actions.confirm_report(
        actor, unit=unit, day=day, narrative=said.get("narrative", ""), late_reason=said.get("late_reason", ""),
        seen=seen,
    )  # fmt: skip


@signed_in
def amend(request: HttpRequest, actor: Actor, unit: str, day: date) -> HttpResponse:
    """A further version: what differs from the one before stands above the form."""
    report = queries.report(actor, unit, day, now=clock.current().now())
    actions.check_files(actor, report)
    if report.version is None:
        return _back(report)
    of, next_number = queries_signing.stand(report), report.filing.number + 1
    alone = of.signed_by_others(actor.login) is None and queries_signing.may_sign_off(actor, of)
    act = actions.amend_report if alone else actions_signing.fill_report
    return form_page(
        request, AmendForm(posted(request), initial={"seen": report.token, **_amends(report, of)}),
        act=lambda said: act(
            actor, unit=unit, day=day, why=said["why"], narrative=said["narrative"], seen=said["seen"]
        ),
        done=w("更正已提交", "The amendment is submitted") if alone else _TO_SIGN,
        back=presenters.href("report", report),
        title=w("{day}日报：更正为第 {n} 版", "{day}: amend to version {n}").fill(
            day=presenters.day_said(day), n=next_number
        ),
        submit=(_SUBMIT if alone else _HAND_ON).fill(n=next_number), lede=report.unit.words,
        crumbs=[_crumb(report)], template="reporting/amend.html", as_of=report.now, report=report,
        table=presenters.LinesTable(report.lines, report), back_said=presenters.went_back(report),
        events=presenters_signing.events(report), no_events=Paper(report).no_events,
    )  # fmt: skip


def _amends(report: Report, of: Stand) -> dict[str, str]:
    """What was said before of the version in hand, and else of the one that it amends."""
    if of.filled is not None:
        return {"narrative": of.filled.narrative, "why": of.filled.why}
    newest = existing(report.version)
    return {"narrative": newest.narrative, "why": "" if report.filed else newest.why}


@require_POST
@signed_in
def receive(request: HttpRequest, actor: Actor, unit: str, day: date) -> HttpResponse:
    """The unit above receives the newest version."""
    return pressed(
        request, lambda: actions.receive_report(actor, unit=unit, day=day),
        done=lambda made: w("已接收：{unit}", "Received: {unit}").fill(unit=made.unit.words),
        to=onward(request, reverse("reporting:report", args=[unit, day])),
    )  # fmt: skip


@signed_in
def give_back(request: HttpRequest, actor: Actor, unit: str, day: date) -> HttpResponse:
    """The unit above asks for another version and says why."""
    report = queries.report(actor, unit, day, now=clock.current().now())
    actions.check_handles(actor, report)
    return form_page(
        request, ReturnForm(posted(request)),
        act=lambda said: actions.return_report(actor, unit=unit, day=day, why=said["why"]),
        done=w("已退回，等待更正", "Returned; the unit will amend it"), back=presenters.href("report", report),
        title=w("退回 {unit} {day}日报第 {n} 版", "Return version {n} of {unit} for {day}").fill(
            unit=report.unit.words, day=presenters.day_said(day), n=report.filing.number
        ),
        submit=w("退回", "Return"), crumbs=[_crumb(report)],
    )  # fmt: skip


@signed_in
@of_a_day
def history_page(request: HttpRequest, actor: Actor, unit: str, day: date) -> HttpResponse:
    """Two versions of a report side by side; by default the newest and the one before."""
    report = queries.report(actor, unit, day, now=clock.current().now())
    if len(report.versions) < 2:
        return _back(report)
    one, other = (_version(report, request.GET.get(key, ""), -at) for key, at in (("from", 2), ("to", 1)))
    table = presenters.DifferencesTable(report.lines, one, other)
    changed = sum(map(table.changed, table.rows))
    context = {
        "title": w("第 {a} 版与第 {b} 版：{n} 项不同", "Versions {a} and {b}: {n} figures differ").fill(
            a=one.number, b=other.number, n=changed
        ),
        "lede": report.unit.words,
        "crumbs": [_crumb(report)],
        "report": report,
        "one": one,
        "other": other,
        "table": table,
        "timeline": presenters.history(report),
    }
    return render(request, "reporting/history.html", context)


@signed_in
@of_a_day
def evidence_page(request: HttpRequest, actor: Actor, unit: str, day: date, code: str) -> HttpResponse:
    """What is missing behind one figure of the report, and the entries that it rests on; those recorded after the
    filing are marked."""
    now = clock.current().now()
    report = queries.report(actor, unit, day, now=now)
    line = first_of(each for each in report.lines if each.code == code)
    return missing.show(
        request, actor, missing.figure(line.indicator), missing.asked_of(request, actor, unit, day, now),
        filed_at=report.filed.as_of if report.filed else None, crumbs=[_crumb(report)], line=line,
        pending=line in report.pending,
    )  # fmt: skip


@signed_in
def download(request: HttpRequest, actor: Actor, unit: str, day: date, kind: str) -> HttpResponse:
    """The report as `pdf`, `xlsx` or `json`; each says what the page says."""
    made = existing(_MAKERS.get(kind))
    report = queries.report(actor, unit, day, now=clock.current().now())
    base = settings.PUBLIC_URL or request.build_absolute_uri("/")
    content_type, make = made
    response = HttpResponse(make(report, verify_href(report, base)), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{exports.filename(report, kind)}"'
    return response


_MAKERS: dict[str, tuple[str, Callable[[Report, str], bytes]]] = {
    "pdf": ("application/pdf", exports.pdf),
    "xlsx": (exports.XLSX, exports.xlsx),
    "png": ("image/png", exports.png),
    "json": ("application/json", exports.json_bytes),
}


def _show(request: HttpRequest, actor: Actor, report: Report, form: ConfirmForm, *, status: int = 200) -> HttpResponse:
    with reading.once():
        return render(request, "reporting/report.html", _shown(actor, report, form), status=status)


def _shown(actor: Actor, report: Report, form: ConfirmForm) -> dict[str, Any]:
    may, paper = _may(actor, report), Paper(report)
    under = (report.below and report.filed is None) or None
    parts: list[Callable[[], Any]] = [
        lambda: (
            queries_board.counts(actor, report.day, report.unit.path, now=report.now, below=True) if under else None
        ),
        lambda: presenters_signing.offer(actor, report, own=may["own"]),
        lambda: _left_out(actor, report),
        lambda: exports.verdicts(actor, report),
        lambda: paper.exceptions,
        lambda: paper.events,
    ]
    below, offer, left_out, verdicts, *_ = reading.in_step(actor, parts)
    return {
        "words": presenters_signing.words(report),
        "back": presenters.went_back(report),
        "offer": offer,
        "signed": presenters_signing.signed(paper),
        "events": presenters_signing.events(report),
        "no_events": paper.no_events,
        "exceptions": presenters_signing.ExceptionsTable(
            paper.exceptions, {each.words.say(): each.href for each in paper.shortfalls}
        ),
        "chat": paper.chat,
        "title": presenters.title(report),
        "lede": report.unit.words,
        "as_of": report.as_of,
        "crumbs": [Link(w("报送看板", "Who has reported"), reverse("reporting:board"))],
        "needs": presenters.needs(report, below, amends=offer.amend) or None,
        "report": report,
        "table": presenters.LinesTable(report.lines, report),
        "left_out": left_out,
        "facts": presenters.facts(report, verdicts),
        "timeline": presenters.history(report),
        "form": form,
        "may": may,
        "downloads": presenters.downloads(report),
        "seal_href": reverse("shell:verify-day", args=[report.unit.code, report.day.date.isoformat()]),
    }


def _left_out(actor: Actor, report: Report) -> Words | None:
    """How many people of the registers the lines about people leave out, where the form asks for people at all."""
    codes = [line.code for line in report.lines if line.indicator.members]
    n = people.registered_below(actor, report.unit.path, report.day.date, uncounted=True) if codes else 0
    if n <= 0:
        return None
    return w(
        "名册上另有 {n} 人不列入应查人数，{lines} 不含他们",
        "{n} more on the registers are not among those to be checked; {lines} leave them out",
    ).fill(n=f"{n:,}", lines=listed(codes))


def _may(actor: Actor, report: Report) -> dict[str, bool]:
    """What this reader may do with the report now."""
    own = any(CONFIRM in held.verbs and held.unit == report.unit.code for held in actor.held)
    above = any(
        RECEIVE in held.verbs and held.unit != report.unit.code and held.covers(report.unit.path) for held in actor.held
    )
    handling, filed = report.filing.handling, report.filed is not None
    return {
        "own": own,
        "receive": above and filed and handling is not Handling.RECEIVED and not report.signed_by(actor.login),
        "return": above and filed and handling is not Handling.RETURNED,
    }


def _confirm_form(actor: Actor, report: Report, data: Any = None) -> ConfirmForm:
    of = queries_signing.stand(report)
    filled, words = of.filled, of.signed_by_others(actor.login) is None
    said = {"narrative": filled.narrative, "late_reason": filled.late_reason} if filled else {}
    late = report.standing is Standing.MISSING and report.version is None
    return ConfirmForm(data, late=late, words=words, initial={"seen": report.token, **said})


def _version(report: Report, word: str, fallback: int) -> Act:
    wanted = next((act for act in report.versions if str(act.number) == word), None)
    return wanted or report.versions[fallback]


def _own_unit(actor: Actor) -> str | None:
    """The unit whose report the reader files; none where his own, as a bureau at the top, files nothing."""
    held = [each.unit for each in actor.held if CONFIRM in each.verbs and each.unit]
    found = units.units(actor, held)
    return next((code for code in held if code in found and found[code].kind in filing_kinds(DAILY)), None)


def _crumb(report: Report) -> Link:
    words = w("{unit} {day}日报", "{unit}, {day}").fill(
        unit=report.unit.words, day=presenters.day_said(report.day.date)
    )
    return Link(words, presenters.href("report", report))


def _back(report: Report) -> HttpResponse:
    return _to_report(report.unit.code, report.day.date)


def _to_report(unit: str, day: date) -> HttpResponse:
    return HttpResponseRedirect(reverse("reporting:report", args=[unit, day]))
