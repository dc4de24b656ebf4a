"""publicity · console of the desk: the texts, one text with its life, and each of its steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lianfang.areas.publicity import actions, forms, presenters, queries, queries_figures, queries_posting
from lianfang.areas.publicity.kinds import POST, REVIEW, SEE, SIGN, WRITE
from lianfang.areas.publicity.presenters_bulletin import ChangedTable
from lianfang.areas.publicity.presenters_faces import face_links
from lianfang.areas.publicity.queries import PAGE_SIZE, Text
from lianfang.ground.access import queries_called as login_names
from lianfang.ground.units import queries as units
from lianfang.kernel import clock
from lianfang.kernel.problems import NOT_ALLOWED, Refused, existing
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.acting import form_page
from lianfang.shell.asked import must_hold
from lianfang.shell.components.types import Link
from lianfang.shell.cursors import Trail
from lianfang.shell.files.shown import files_of
from lianfang.shell.forms import ActForm, posted
from lianfang.shell.ledger import names
from lianfang.shell.ledger import queries as ledger
from lianfang.shell.reader import signed_in
from lianfang.shell.texts import life
from lianfang.shell.texts.blocks import blocks_of, filled
from lianfang.shell.texts.changes import changes_of
from lianfang.shell.texts.forms import NoteForm, WhyForm, version_of
from lianfang.shell.texts.life import Standing
from lianfang.shell.texts.shown import readings_of

UNITS_OFFERED = 200
DESK = Link(w("宣传", "Publicity"), "/publicity/")


@signed_in
def desk_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The texts, those that were touched last first, and the way to where they are out."""
    must_hold(actor, SEE)
    narrowed = forms.DeskFilter(request.GET)
    trail = Trail.asked(request, datetime, UUID)
    standing = narrowed.chosen("standing")
    found = queries.texts(
        actor, text=narrowed.chosen("q") or "", sort=narrowed.chosen("sort") or "",
        standing=Standing(standing) if standing else None, after=trail.after, size=PAGE_SIZE + 1,
    )  # fmt: skip
    page = trail.page(found, lambda each: (each.last.at, each.stream), PAGE_SIZE)
    context = {
        "title": w("宣传稿", "Texts for everybody"),
        "actions": [
            *([Link(w("写稿", "Write"), reverse("publicity:write"))] if WRITE in actor.verbs else []),
            *([Link(w("生成通报", "Make a bulletin"), reverse("publicity:bulletin"))] if WRITE in actor.verbs else []),
            Link(w("有变的数字", "Changed figures"), reverse("publicity:figures")),
            Link(w("发布情况", "Where they are out"), reverse("publicity:coverage")),
            Link(w("电子屏", "Screens"), reverse("publicity:screens")),
            *([Link(w("群地址", "Groups"), reverse("publicity:groups"))] if SIGN in actor.verbs else []),
        ],
        "filter_form": narrowed,
        "table": presenters.DeskTable(page.items, units.units(actor, sorted({each.unit for each in page.items}))),
        "page": page,
        "empty_title": w("还没有宣传稿", "No text yet"),
        "empty_words": w("通知、标语、科普在这里写、审核、签发，然后安排到各渠道各地点。",
                         "Notices, slogans and advice are written, reviewed and signed off here, then planned for "
                         "channels and places."),
    }  # fmt: skip
    return render(request, "shell/list.html", context)


@signed_in
def write_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new text."""
    offered = [(each.code, each.words.say()) for each in names.units_where(actor, WRITE, UNITS_OFFERED)]
    if not offered:
        raise Refused(NOT_ALLOWED, verb=WRITE)
    form = forms.TextForm(posted(request), units=offered, initial={"unit": actor.home})
    return form_page(
        request, form,
        act=lambda said: actions.write_text(actor, unit=said["unit"], data=form.text()),
        done=w("已交审核", "Handed in for review"),
        to=lambda stream: reverse("publicity:text", args=[stream]), back=reverse("publicity:desk"),
        title=w("写宣传稿", "Write a text"), submit=w("交审核", "Hand it in"), crumbs=[DESK],
    )  # fmt: skip


@signed_in
def text_page(request: HttpRequest, actor: Actor, text: UUID) -> HttpResponse:
    """One text: how it reads now, what changed, where it is out, what happened to it and what can be done next."""
    found, now = queries.text(actor, text), clock.current().now()
    own = actor.may(SEE, found.path)
    version = found.version if own else existing(found.signed or found.version)
    said, unit = found.text_of(version), units.units(actor, [found.unit]).get(found.unit)
    slots = queries_posting.slots(actor, now, text=text)
    of = {stream: [each for each in slots if each.posting == stream] for stream in {each.posting for each in slots}}
    rows = [(posting, of[posting.stream]) for posting in queries_posting.postings_by(actor, of)]
    context = {
        "title": said.title,
        "crumbs": [DESK],
        "actions": _steps_offered(actor, found),
        "chip": presenters.text_chip(found),
        "facts": presenters.text_facts(found, unit.words if unit else found.unit),
        "blocks": filled(blocks_of(said.body), found.figures_of(version).values),
        "figures": readings_of(actor, blocks_of(said.body)) if own else None,
        "changed": ChangedTable(queries_figures.proposals(actor, now, text=text) if own else [], actor),
        "photos": photos_of(actor, found, version),
        "changes": changes_of(found.versions, presenters.COMPARED, request.GET.get("version", "")) if own else None,
        "postings": presenters.PostingTable(rows, now),
        "faces": face_links(text, version),
        "timeline": life.told(found.steps, login_names.titles(actor, {step.by for step in found.steps})) if own else [],
    }
    return render(request, "publicity/text.html", context)


def photos_of(actor: Actor, found: Text, version: int) -> list[Any]:
    """The pictures of a version in their order, as a page shows them."""
    step = next((each for each in found.versions if each.number == version), None)
    entries = [*ledger.by_ids([step.entry]).values()] if step else []
    shown = files_of(actor, entries, ledger.facts_of(actor, entries))
    return [each for of in shown.values() for each in of.values()]


def _steps_offered(actor: Actor, found: Text) -> list[Link]:
    """The steps that this reader can take now, the next one first."""
    reviews, signs = actor.may(REVIEW, found.path), actor.may(SIGN, found.path)
    own, alone = actor.login in found.writers, found.writers == {actor.login}
    steps: list[Link] = []
    if found.standing is Standing.DRAFT and reviews and not alone:
        steps.append(_step(found, w("审核", "Review"), "review"))
    if found.standing is Standing.PROOFED and signs and not alone:
        steps.append(_step(found, w("签发", "Sign off"), "sign"))
    if found.signed is not None and POST in actor.verbs:
        steps.append(Link(w("安排发布", "Plan where it goes"), reverse("publicity:plan", args=[found.stream])))
    over = found.standing in (Standing.DROPPED, Standing.WITHDRAWN)
    if not over and (reviews or (own and actor.may(WRITE, found.path))):
        steps.append(Link(w("改稿", "Edit"), reverse("publicity:edit", args=[found.stream])))
    if reviews and found.standing in (Standing.DRAFT, Standing.PROOFED):
        steps.append(_step(found, w("退回修改", "Return"), "return"))
    if reviews and not over and found.signed is None:
        steps.append(_step(found, w("不采用", "Give up"), "drop"))
    if signs and found.signed is not None:
        steps.append(_step(found, w("撤回", "Withdraw"), "withdraw"))
    return steps


def _step(found: Text, words: Words, step: str) -> Link:
    return Link(words, reverse("publicity:text-step", args=[found.stream, step]))


@signed_in
def edit_page(request: HttpRequest, actor: Actor, text: UUID) -> HttpResponse:
    """The text's next version."""
    found = queries.text(actor, text)
    if not (actor.may(REVIEW, found.path) or (actor.login in found.writers and actor.may(WRITE, found.path))):
        raise Refused(NOT_ALLOWED, verb=REVIEW)
    back = reverse("publicity:text", args=[text])
    form = forms.TextForm(posted(request), initial=forms.as_typed(found.text))
    form.fields["photos"].widget.kept = {each.sha256: each for each in photos_of(actor, found, found.version)}
    return form_page(
        request, form, template="texts/text_form.html",
        figures=readings_of(actor, blocks_of(found.text.body)),
        act=lambda _: actions.rewrite_text(actor, text=text, data=form.text()),
        done=w("新的一稿已保存，须重新审核签发", "Saved as a new version, to be reviewed and signed off again"),
        back=back, title=w("改稿", "Edit"), lede=found.text.title,
        submit=w("保存为新的一稿", "Save as a new version"), crumbs=[DESK, Link(found.text.title, back)],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Step:
    """A step that is a form: its words, its form, the action that takes what was said, and who may."""

    words: Words
    form: type[ActForm]
    act: Callable[..., object]
    done: Words
    verb: str
    of_version: bool = False


_STEPS: dict[str, _Step] = {
    "review": _Step(w("审核", "Review"), NoteForm, actions.review_text, w("已审核", "Reviewed"), REVIEW, True),
    "sign": _Step(w("签发", "Sign off"), NoteForm, actions.sign_text, w("已签发", "Signed off"), SIGN, True),
    "return": _Step(w("退回修改", "Return"), WhyForm, actions.return_text, w("已退回", "Returned"), REVIEW),
    "drop": _Step(w("不采用", "Give up"), WhyForm, actions.drop_text, w("已标为不采用", "Given up"), REVIEW),
    "withdraw": _Step(
        w("撤回", "Withdraw"), WhyForm, actions.withdraw_text,
        w("已撤回，在外的须立即撤下", "Withdrawn: what hangs of it is to be taken down now"), SIGN,
    ),
}  # fmt: skip


@signed_in
def text_step(request: HttpRequest, actor: Actor, text: UUID, step: str) -> HttpResponse:
    """One step of a text. What is reviewed or signed off is the version that the page was opened on."""
    found, taken = queries.text(actor, text), existing(_STEPS.get(step))
    actor.must(taken.verb, found.path)
    back = reverse("publicity:text", args=[text])
    form = taken.form(posted(request))
    if taken.of_version:
        form.fields["version"] = version_of(found.version)
    return form_page(
        request, form, act=lambda _: taken.act(actor, text=text, **form.said()), done=taken.done, back=back,
        title=taken.words, lede=found.text.title, submit=taken.words, crumbs=[DESK, Link(found.text.title, back)],
    )  # fmt: skip
