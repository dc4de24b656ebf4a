"""reporting · console of signing: filling in, reviewing, sending back, taking back, standing in."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from lianfang.areas.reporting import actions, actions_signing, presenters, presenters_signing, queries
from lianfang.areas.reporting.forms import BackForm, DeputyForm, FillForm, StandInForm
from lianfang.areas.reporting.kinds import CONFIRM
from lianfang.areas.reporting.presenters_paper import Paper
from lianfang.areas.reporting.queries import Report
from lianfang.areas.reporting.queries_signing import Deputyship, stand, standing_deputies
from lianfang.ground.access import queries as access
from lianfang.ground.access import queries_called as login_names
from lianfang.ground.access.roles import verbs_of
from lianfang.kernel import clock
from lianfang.kernel.filings import Standing
from lianfang.kernel.problems import first_of
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.acting import form_page, pressed
from lianfang.shell.components.types import Link
from lianfang.shell.forms import ActForm, posted
from lianfang.shell.reader import signed_in

_FILLED = w("已填报，待下一步签署", "Filled in; the next step is due")
_REVIEWED = w("已审核，待签发", "Reviewed; to be signed off")


@signed_in
def fill(request: HttpRequest, actor: Actor, unit: str, day: date) -> HttpResponse:
    """Fills a version in for others to review and sign."""
    report = _report(actor, unit, day)
    actions.check_files(actor, report)
    form = FillForm(posted(request), late=_late(report), initial={"seen": report.token, **_said(report)})
    return _form(
        request, report, form,
        act=lambda said: actions_signing.fill_report(
            actor, unit=unit, day=day, narrative=said["narrative"], late_reason=said.get("late_reason", ""),
            seen=said["seen"],
        ),
        done=_FILLED, title=w("填报：{unit} {day}日报", "Fill in: {unit}, {day}"),
        submit=w("填报，交下一步签署", "Fill it in for the next step"),
        lede=w("数字由台账带入，签署前有变化的须重新核对", "Figures come from the ledger; where they move, sign again"),
        **_shown(report),
    )  # fmt: skip


@require_POST
@signed_in
def review(request: HttpRequest, actor: Actor, unit: str, day: date) -> HttpResponse:
    """Reviews what was filled in."""
    back = reverse("reporting:report", args=[unit, day])
    seen = request.POST.get("seen", "")[:100]
    return pressed(
        request, lambda: actions_signing.review_report(actor, unit=unit, day=day, seen=seen),
        done=_REVIEWED, to=back, warns=back,
    )  # fmt: skip


@signed_in
def send_back(request: HttpRequest, actor: Actor, unit: str, day: date) -> HttpResponse:
    """Sends a version back to whoever filled it in."""
    report = _report(actor, unit, day)
    actions.check_files(actor, report)
    return _form(
        request, report, BackForm(posted(request)),
        act=lambda said: actions_signing.send_back(actor, unit=unit, day=day, why=said["why"]),
        done=w("已退回填报", "Sent back to be filled in again"),
        title=w("退回填报：{unit} {day}日报", "Send back: {unit}, {day}"), submit=w("退回", "Send back"),
    )  # fmt: skip


@signed_in
def withdraw(request: HttpRequest, actor: Actor, unit: str, day: date) -> HttpResponse:
    """Takes back the last signature, or the report as long as nobody has received it."""
    report = _report(actor, unit, day)
    actions.check_files(actor, report)
    return _form(
        request, report, BackForm(posted(request)),
        act=lambda said: actions_signing.withdraw_signature(actor, unit=unit, day=day, why=said["why"]),
        done=w("已撤回，原签字留在台账", "Taken back; the signature stays in the ledger"),
        title=w("撤回签字：{unit} {day}日报", "Take the signature back: {unit}, {day}"),
        submit=w("撤回", "Take it back"),
        lede=w("已被上级接收的不能撤回，请提交更正", "What was received is not taken back: file an amendment"),
    )  # fmt: skip


@signed_in
def stand_in(request: HttpRequest, actor: Actor, unit: str, day: date) -> HttpResponse:
    """The unit above signs for somebody who is absent (代)."""
    report = _report(actor, unit, day)
    actor.must(CONFIRM, report.unit.path)
    words = stand(report).signed_by_others(actor.login) is None
    initial = {"seen": report.token, **_said(report)}
    form = StandInForm(posted(request), late=_late(report), words=words, initial=initial)
    return _form(
        request, report, form,
        act=lambda said: actions.confirm_report(
            actor, unit=unit, day=day, narrative=said.get("narrative", ""), late_reason=said.get("late_reason", ""),
            seen=said["seen"], on_behalf=said["on_behalf"],
        ),
        done=w("已代签并提交", "Signed in place and submitted"),
        title=w("代签：{unit} {day}日报", "Sign in place: {unit}, {day}"), submit=w("代签并提交", "Sign and submit"),
        lede=w("签发人不在时使用；报表和台账都会注明“代”", "For an absent signer; report and ledger will say so"),
        words=[] if words else presenters_signing.words(report), **_shown(report),
    )  # fmt: skip


@signed_in
def deputy(request: HttpRequest, actor: Actor, unit: str, day: date) -> HttpResponse:
    """Names who signs in one's place."""
    report = _report(actor, unit, day)
    actions.check_files(actor, report)
    today = clock.local(report.now).date()
    form = DeputyForm(posted(request), offered=_deputies(actor, report), initial={"from_day": today, "to_day": today})
    return _form(
        request, report, form,
        act=lambda said: actions_signing.name_deputy(
            actor, unit=unit, deputy=said["deputy"], from_day=said["from_day"], to_day=said["to_day"], why=said["why"]
        ),
        done=w("已委托代签", "The deputy is named"), title=w("委托代签：{unit}", "Name a deputy: {unit}"),
        submit=w("委托", "Name"), template="reporting/deputy.html",
        table=presenters_signing.DeputiesTable(_standing(actor, report), actor, report),
    )  # fmt: skip


@signed_in
def deputy_end(request: HttpRequest, actor: Actor, unit: str, day: date, naming: UUID) -> HttpResponse:
    """Ends a deputy's days early."""
    report = _report(actor, unit, day)
    actions.check_files(actor, report)
    one = first_of(each for each in _standing(actor, report) if each.entry == naming)
    return _form(
        request, report, BackForm(posted(request)),
        act=lambda said: actions_signing.end_deputy(actor, unit=unit, naming=naming, why=said["why"]),
        done=w("代签已结束", "The deputy no longer signs"),
        title=w("结束代签：{unit}", "End the deputy's term: {unit}"),
        submit=w("结束代签", "End now"), to=presenters.href("deputy", report),
        lede=w(
            "{deputy}代{principal}签署，原定至 {day}；结束后立即生效，已签的照旧有效",
            "{deputy} signs for {principal}, until {day} as named. It ends at once; what was signed remains valid",
        ).fill(
            deputy=login_names.who(one.deputy), principal=login_names.who(one.principal),
            day=presenters.day_said(one.to_day),
        ),
    )  # fmt: skip


def _standing(actor: Actor, report: Report) -> list[Deputyship]:
    today = clock.local(report.now).date()
    return standing_deputies(actor, report.unit.code, report.form.code, today)


def _form(
    request: HttpRequest, report: Report, form: ActForm, /, *, act: Any, done: Words, title: Words, submit: Words,
    lede: Words | str = "", to: str = "", **more: Any,
) -> HttpResponse:  # fmt: skip
    day = presenters.day_said(report.day.date)
    return form_page(
        request, form, act=act, done=done, back=presenters.href("report", report),
        title=title.fill(unit=report.unit.words, day=day), submit=submit, lede=lede, to=to,
        crumbs=[Link(presenters.title(report), presenters.href("report", report))], **more,
    )  # fmt: skip


def _shown(report: Report) -> dict[str, Any]:
    """What is signed by the form stands below it."""
    return {
        "template": "reporting/amend.html", "report": report, "table": presenters.LinesTable(report.lines, report),
        "events": presenters_signing.events(report), "no_events": Paper(report).no_events,
        "back_said": presenters.went_back(report),
    }  # fmt: skip


def _report(actor: Actor, unit: str, day: date) -> Report:
    return queries.report(actor, unit, day, now=clock.current().now())


def _late(report: Report) -> bool:
    return report.standing is Standing.MISSING


def _said(report: Report) -> dict[str, str]:
    filled = stand(report).filled
    return {"narrative": filled.narrative, "late_reason": filled.late_reason} if filled else {}


def _deputies(actor: Actor, report: Report) -> dict[str, Words]:
    """Whoever else may file at the unit and is there: who has a deputy today is not."""
    away = {each.principal for each in stand(report).deputyships}
    found = {
        each.login
        for each in access.holders(actor, [report.unit.code], at=report.now)
        if CONFIRM in verbs_of(each.role) and each.login not in {actor.login, *away}
    }
    return {login: each.in_full for login, each in login_names.called(actor, found).items()}
