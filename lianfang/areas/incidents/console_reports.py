"""incidents · console of reports: a report is made from the record, read as a page and fetched as PDF."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_POST

from lianfang.areas.incidents import actions, exports, forms, presenters, queries
from lianfang.areas.incidents.kinds import ANSWER
from lianfang.areas.incidents.queries import Incident
from lianfang.areas.incidents.rules import Act
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, witness
from lianfang.kernel.problems import first_of
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell.acting import form_page, pressed
from lianfang.shell.components.types import Link
from lianfang.shell.documents.paper import Paper, paper_pdf
from lianfang.shell.forms import posted
from lianfang.shell.reader import signed_in


@signed_in
def report_form(request: HttpRequest, actor: Actor, incident: UUID) -> HttpResponse:
    """A report is made: of which sort and to whom; the rest is in the record."""
    found = queries.incident(actor, incident, now=clock.current().now())
    actor.must(ANSWER, found.brief.path)
    to = next((found.whom(each.tell).say() for each in found.tells if each.tell.how == "written"), "")
    sort = "final" if found.brief.state == "closed" else "progress" if found.reports else "initial"

    return form_page(
        request, forms.ReportForm(posted(request), initial={"sort": sort, "to": to}),
        title=queries.marked(w("出报告", "Make a report"), found.brief.exercise), back=found.brief.href,
        crumbs=[Link(found.brief.words, found.brief.href)], submit=w("由记录生成", "Make it from the record"),
        act=lambda said: actions.report(actor, incident=incident, **said),
        to=lambda made: reverse("incidents:report-page", args=[incident, made.reports[-1].data["number"]]),
        done=w("报告已生成", "The report is made"),
        template="incidents/form.html", exercise=presenters.exercise_note(found.brief.exercise),
    )  # fmt: skip


@require_POST
@signed_in
def written(request: HttpRequest, actor: Actor, incident: UUID) -> HttpResponse:
    """Whoever is still to be told in writing gets the report that the record makes, with one tap."""
    found = queries.incident(actor, incident, now=clock.current().now())
    left = [found.whom(each.tell) for each in found.tells if each.tell.how == "written" and not each.settled]
    return pressed(
        request,
        lambda: actions.report(
            actor, incident=incident, sort="progress" if found.reports else "initial",
            to=first_of(each.zh for each in left)[:200],
        ),
        done=w("书面报告已生成，可打开、下载", "The written report is made; open or download it below"),
        to=found.brief.href,
    )  # fmt: skip


@signed_in
def report_page(request: HttpRequest, actor: Actor, incident: UUID, number: int) -> HttpResponse:
    """One report as a page."""
    found, act, paper = _paper(actor, incident, number)
    context = {
        "title": queries.marked(w("{n}", "{n}").fill(n=paper.title), found.brief.exercise),
        "lede": paper.unit,
        "as_of": act.at,
        "crumbs": [Link(found.brief.words, found.brief.href)],
        "exercise": presenters.exercise_note(found.brief.exercise),
        "paper": paper,
        "pdf_href": reverse("incidents:report-pdf", args=[incident, number]),
    }
    return render(request, "incidents/paper.html", context)


@signed_in
def report_pdf(request: HttpRequest, actor: Actor, incident: UUID, number: int) -> HttpResponse:
    """The same as PDF."""
    _, _, paper = _paper(actor, incident, number)
    return pdf_answer(paper, f"incident-{incident}-{number}")


def pdf_answer(paper: Paper, name: str) -> HttpResponse:
    """A paper as a download, with the witness of all seals; of a drill the file's name says so too."""
    paper = replace(paper, witness=witness.newest_text())
    response = HttpResponse(paper_pdf(paper, translation.get_language() or "zh-hans"), content_type="application/pdf")
    prefix = "EXERCISE-" if paper.exercise else ""
    response["Content-Disposition"] = f'attachment; filename="{prefix}{name}.pdf"'
    return response


def _paper(actor: Actor, incident: UUID, number: int) -> tuple[Incident, Act, Paper]:
    found = queries.incident(actor, incident, now=clock.current().now())
    act = first_of(each for each in found.reports if each.data["number"] == number)
    unit = units.name_on(actor, found.brief.unit, clock.day_of(act.at).date)
    return found, act, exports.report_paper(found, act, unit, presenters.seen(actor, found))
