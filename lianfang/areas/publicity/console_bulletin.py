"""publicity · console of the bulletin: what it would say, the draft; figures that were told and have changed since."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lianfang.areas.publicity import actions_bulletin, forms_bulletin, queries, queries_bulletin, queries_figures
from lianfang.areas.publicity import presenters_bulletin as presenters
from lianfang.areas.publicity.kinds import REVIEW, SEE, SIGN, WRITE
from lianfang.areas.publicity.queries_figures import Proposal
from lianfang.ground.units import queries as units
from lianfang.kernel import clock
from lianfang.kernel.problems import NOT_ALLOWED, Refused, existing
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.acting import acted, form_page, shown
from lianfang.shell.asked import must_hold
from lianfang.shell.components.types import Link
from lianfang.shell.forms import posted
from lianfang.shell.ledger import names
from lianfang.shell.reader import signed_in
from lianfang.shell.texts.blocks import blocks_of, filled
from lianfang.shell.texts.shown import change_facts, what

_DESK = Link(w("宣传", "Publicity"), "/publicity/")
_UNITS_OFFERED = 200


@signed_in
def bulletin_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What a bulletin of a unit and day would say, and the button that makes a draft of it."""
    offered = [(each.code, each.words.say()) for each in names.units_where(actor, WRITE, _UNITS_OFFERED)]
    if not offered:
        raise Refused(NOT_ALLOWED, verb=WRITE)
    day = clock.day_of(clock.current().now()).date - timedelta(days=1)  # the last one that has closed
    home = actor.home if actor.home in dict(offered) else offered[0][0]
    typed = {name: request.GET[name] for name in ("unit", "day") if request.GET.get(name)}
    asked = forms_bulletin.BulletinFilter({"unit": home, "day": day.isoformat(), **typed}, units=offered)
    unit, day = units.unit(actor, asked.chosen("unit") or home), asked.chosen("day") or day
    actor.must(WRITE, unit.path)
    form = forms_bulletin.MakeForm(posted(request))
    went = acted(
        request, form, lambda _: actions_bulletin.make_bulletin(actor, unit=unit.code, day=day),
        done=w("通报草稿已生成，请核对后送审", "The draft is made: read it through and hand it in"),
        to=lambda text: reverse("publicity:text", args=[text]),
    )  # fmt: skip
    if went is not None:
        return went
    found = queries_bulletin.bulletin(actor, unit, day)
    context = {
        "title": w("生成疫情通报", "Make a bulletin"),
        "lede": w("只用已报送的日报；未核实的零、未报的数字不列，少于 5 人的不写具体数。",
                  "From filed reports alone: no zero that nobody confirmed, and no group of fewer than 5 people."),
        "crumbs": [_DESK],
        "filter_form": asked, "form": form,
        "blocks": filled(blocks_of(found.body), found.values),
        "told": presenters.LinesTable(found.told), "left_out": presenters.LinesTable(found.left_out),
    }  # fmt: skip
    return shown(request, form, "publicity/bulletin.html", context)


@signed_in
def figures_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The figures of texts that are out which read otherwise by now and that nobody has answered."""
    must_hold(actor, SEE)
    found = queries_figures.proposals(actor, clock.current().now())
    context = {
        "title": w("发布后有变的数字", "Figures that changed since they were told"),
        "lede": w("数字依据的日报被更正、撤回或补报的，列在这里。已发布的不会自动改动：出更正稿，或写明理由不改。",
                  "Their reports were amended, recalled or came late. Nothing that is out changes by itself: make a "
                  "correction, or say why there is none."),
        "crumbs": [_DESK],
        "table": presenters.ChangedTable(found, actor),
        "empty_title": w("已发布的数字都没有变", "Every figure reads as it was told"),
        "empty_words": w("近 400 天签发的宣传稿中，数字都与现在的日报一致，或已处理。",
                         "What was signed off in the last 400 days agrees with the reports, or was answered."),
    }  # fmt: skip
    return render(request, "shell/list.html", context)


@signed_in
def correct_page(request: HttpRequest, actor: Actor, text: UUID, note: int) -> HttpResponse:
    """A new version that begins with the correction of a figure; it goes the way of every text."""
    proposal = _proposal(actor, text, note, REVIEW)
    words = queries_figures.correction_of(proposal, what(proposal.change.reading))
    form = forms_bulletin.CorrectionForm(posted(request), initial={"words": words})
    return form_page(
        request, form, act=lambda said: actions_bulletin.correct_text(actor, text=text, **said),
        done=w("更正稿已交审核；签发前在外的仍是原稿", "Handed in for review; what is out stays until then"),
        submit=w("出更正稿", "Make the correction"), **_around(proposal, w("出更正稿", "Make a correction")),
    )  # fmt: skip


@signed_in
def keep_page(request: HttpRequest, actor: Actor, text: UUID, note: int) -> HttpResponse:
    """The figure stays as it was told, and why."""
    proposal = _proposal(actor, text, note, SIGN)
    form, now = forms_bulletin.KeepForm(posted(request)), proposal.change.now
    return form_page(
        request, form,
        act=lambda said: actions_bulletin.keep_figure(
            actor, text=text, figure=proposal.figure, value=now.value, state=str(now.state), **said
        ),
        done=w("已记下理由，不更正", "Recorded: no correction"), submit=w("不更正", "No correction"),
        **_around(proposal, w("不更正", "No correction")),
    )  # fmt: skip


def _proposal(actor: Actor, text: UUID, note: int, verb: str) -> Proposal:
    """The proposal about one figure of a text. Raises `not_allowed`, `not_found` where it is answered already."""
    actor.must(verb, queries.text(actor, text).path)
    found = queries_figures.proposals(actor, clock.current().now(), text=text)
    return existing(next((each for each in found if each.note == note), None))


def _around(proposal: Proposal, title: Words) -> dict[str, Any]:
    """What stands around the form of a figure: which it is, how it was told, how it reads now."""
    back = reverse("publicity:text", args=[proposal.text.stream])
    return {
        "title": title, "lede": what(proposal.change.reading), "back": back, "template": "texts/change_form.html",
        "facts": change_facts(proposal.change), "crumbs": [_DESK, Link(proposal.text.text.title, back)],
    }  # fmt: skip
