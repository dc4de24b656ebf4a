"""shell · labels pages: which things have labels, the labels as a PDF, and that of one thing with its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache

from lianfang.ground.places import actions, queries
from lianfang.ground.places.card import OPEN
from lianfang.ground.places.labels import Label, labels_of
from lianfang.kernel import clock
from lianfang.kernel.labelled import Labelled, LabelSource, Wanted
from lianfang.kernel.problems import NOT_ALLOWED, NOT_FOUND, Refused, existing
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.acting import form_page
from lianfang.shell.components.cells import Pick
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.tables import Code, Column, Named, State, Table, Text
from lianfang.shell.components.types import Fact, Link
from lianfang.shell.cursors import PAGE_SIZE, Trail
from lianfang.shell.directory import history
from lianfang.shell.directory.codes import address_of, label_on_page, on_paper, short_of
from lianfang.shell.documents.labels import Form, PaperLabel, labels_pdf
from lianfang.shell.forms import posted
from lianfang.shell.labels.forms import WITH, LabelFilter, WhyForm
from lianfang.shell.labels.links import LABELS, href
from lianfang.shell.labels.problems import NOTHING_CHOSEN
from lianfang.shell.ledger.names import units_called

MOST = 240  # labels in one document: ten sheets of A4
_BATCH, _BATCHES = 500, 40  # how many things are looked through for those without a label
_CHOSEN = "lf-labels-chosen"
_NONE = Label("", "")


@dataclass(frozen=True, slots=True)
class Row:
    """A thing of the list, with its labels."""

    thing: Labelled
    label: Label


def labels_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The things of a sort, with their labels; posted to, the PDF of the labels of those chosen, or of all."""
    if not actor.prefixes(OPEN):
        raise Refused(NOT_ALLOWED, verb=OPEN)
    form, trail = LabelFilter(actor, request.GET), Trail.asked(request)
    if request.method == "POST":
        return _printed(request, actor, form)
    found = _rows(actor, form, trail.after, PAGE_SIZE + 1)
    page = trail.page(found, lambda each: each.thing.code)
    rows = list(page.items)
    context = {
        "title": w("打印标签：{sort}", "Print labels: {sort}").fill(sort=form.source.words),
        "lede": w(
            "勾选后打印，或按筛选结果全部打印；第一次打印即登记发放，标签上的二维码证明人在现场。",
            "Tick some and print them, or print all that the filter finds. The first print issues the "
            "label; its code proves that somebody was there.",
        ),
        "filter_form": form,
        "table": LabelsTable(rows, units_called(actor, sorted({row.thing.unit for row in rows}))),
        "page": page,
        "form_id": _CHOSEN,
        "most": MOST,
        "back": LABELS,
        "empty_title": w("没有可贴标签的对象", "Nothing to label"),
        "empty_words": w(
            "请先登记地点或住户，或换一个单位。", "Register places or households first, or choose another unit."
        ),
    }
    return render(request, "labels/list.html", context)


def _printed(request: HttpRequest, actor: Actor, form: LabelFilter) -> HttpResponse:
    """The PDF; those that have no label yet are issued one. Raises `labels_none_chosen`."""
    if "all" in request.POST:
        things = [row.thing for row in _rows(actor, form, None, MOST)]
    else:
        codes = list(dict.fromkeys(request.POST.getlist("of")))[:MOST]
        found = form.source.found(actor, codes)
        things = [found[code] for code in codes if code in found]
    things = [thing for thing in things if actor.may(OPEN, thing.path)]
    if not things:
        raise Refused(NOTHING_CHOSEN)
    return paper_answer(request, actor, things, request.POST.get("paper", ""))


def paper_answer(request: HttpRequest, actor: Actor, things: Sequence[Labelled], paper: str) -> HttpResponse:
    """The labels of some things as a PDF, to be shown and printed by the browser."""
    labels = actions.issue_labels(actor, things)
    called = units_called(actor, sorted({thing.unit for thing in things}))
    said = [
        PaperLabel(
            on_paper(address_of(request, thing, labels[thing.code].token)), thing.words, thing.note,
            called.get(thing.unit, thing.unit), thing.code, short_of(labels[thing.code]), labels[thing.code].generation,
        )
        for thing in things
    ]  # fmt: skip
    form = Form(paper) if paper in set(Form) else Form.A4
    made = labels_pdf(said, form, at=clock.current().now(), lang=translation.get_language() or "zh-hans")
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="labels-{form}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def _rows(actor: Actor, form: LabelFilter, after: str | None, limit: int) -> list[Row]:
    """The things that the filter finds, each with its labels, where the actor issues them."""
    has, found = form.chosen("has"), list[Row]()
    wanted = Wanted(
        form.chosen("unit"), form.chosen("kind") if "kind" in form.fields else None, form.chosen("q"), after
    )
    wanted = replace(wanted, limit=_BATCH if has else limit)
    for _ in range(_BATCHES):
        listed = form.source.listed(actor, wanted)
        own = [thing for thing in listed if actor.may(OPEN, thing.path)]
        labels = labels_of(actor, form.source.code, [thing.code for thing in own])
        rows = [Row(thing, labels.get(thing.code, _NONE)) for thing in own]
        found += [row for row in rows if not has or (row.label.issued is not None) == (has == WITH)]
        if len(found) >= limit or len(listed) < wanted.limit:
            break
        wanted = replace(wanted, after=listed[-1].code)
    return found[:limit]


class LabelsTable(Table[Row]):
    """Things with what is known of their labels."""

    called: Mapping[str, Words]

    name = Text(
        w("名称", "Name"), lambda row: row.thing.words, link=lambda row: href("label", row.thing.sort, row.thing.code)
    )
    tick = Column(
        w("打印", "Print"), lambda row: Pick(row.thing.code, row.thing.words, picked=False, name="of", form=_CHOSEN)
    )
    code = Code(w("代码", "Code"), lambda row: row.thing.code)
    unit = Named(w("负责单位", "Unit"), lambda row: row.thing.unit)
    short = Code(w("短码", "Short code"), lambda row: short_of(row.label))
    standing = State(w("标签", "Label"), lambda row: standing(row.label))


def standing(label: Label) -> Chip:
    """Whether a thing has a label, and which."""
    if label.revoked:
        return Chip(w("已作废", "revoked"), "missed", "near")
    if label.issued is None:
        return Chip(w("还没有", "none yet"), "due")
    said = w("第 {n} 张", "no. {n}").fill(n=label.generation) if label.generation > 1 else w("已发放", "issued")
    return Chip(said, "done")


@never_cache
def label_page(request: HttpRequest, actor: Actor, sort: str, code: str) -> HttpResponse:
    """The label of one thing, what became of those before, and printing, replacing or revoking it."""
    source, thing = one(actor, sort, code)
    if request.method == "POST":
        return paper_answer(request, actor, [thing], request.POST.get("paper", ""))
    label = labels_of(actor, sort, [thing.code]).get(thing.code, _NONE)
    unit = units_called(actor, [thing.unit]).get(thing.unit, thing.unit)
    entries = history.of_entries(actor, queries.label_history(actor, sort, thing.code))
    acts = [Link(w("补发（旧的作废）", "Renew (the old one is void)"), href("label-replace", sort, thing.code))]
    if not label.revoked:
        acts.append(Link(w("作废", "Revoke"), href("label-revoke", sort, thing.code)))
    facts: list[tuple[Words, object]] = [
        (w("对象", "Label of"), Link(thing.words, source.href(thing))),
        (w("负责单位", "Responsible unit"), unit),
        (w("短码", "Short code"), short_of(label)),
        (w("第几张", "Which label"), label.generation if label.issued else None),
        (w("发放于", "Issued"), label.issued.at if label.issued else None),
    ]
    context: dict[str, Any] = {
        "title": w("标签：{thing}", "Label: {thing}").fill(thing=thing.words),
        "chip": standing(label),
        "crumbs": [Link(LABELS, href("labels", sort=sort))],
        "acts": acts,
        "facts": [Fact(words, value) for words, value in facts if value],
        "label": label_on_page(request, actor, thing, unit),
        "revoked": label.revoked,
        "timeline": history.timeline(actor, entries),
        "proof": history.proof(entries),
    }
    return render(request, "labels/label.html", context)


def replace_page(request: HttpRequest, actor: Actor, sort: str, code: str) -> HttpResponse:
    """Replaces the label of a thing: what the old one says proves nothing any more."""
    _, thing = one(actor, sort, code)
    back = href("label", sort, thing.code)
    return form_page(
        request, WhyForm(posted(request)), back=back,
        act=lambda said: actions.replace_label(actor, thing=thing, why=said["why"]),
        done=w("旧标签已作废，请打印并换贴新标签", "The old label is void: print the new one and put it up"),
        title=w("补发标签：{thing}", "Renew the label: {thing}").fill(thing=thing.words),
        lede=w(
            "标签外传、丢失或损坏时补发。旧标签立即作废，扫它会提示“已更换”，只算手工录入。",
            "For a label that was copied, lost or damaged. The old one is void at once: scanning it says "
            "so, and what is recorded with it counts as typed.",
        ),
        submit=w("补发", "Renew"), crumbs=[Link(LABELS, href("labels", sort=sort)), Link(thing.words, back)],
    )  # fmt: skip


def revoke_page(request: HttpRequest, actor: Actor, sort: str, code: str) -> HttpResponse:
    """Revokes the label of a thing, without another."""
    _, thing = one(actor, sort, code)
    back = href("label", sort, thing.code)
    return form_page(
        request, WhyForm(posted(request)), back=back,
        act=lambda said: actions.revoke_label(actor, thing=thing, why=said["why"]),
        done=w("标签已作废", "The label is revoked"),
        title=w("作废标签：{thing}", "Revoke the label: {thing}").fill(thing=thing.words),
        lede=w(
            "不再使用时作废，不发新的；以后需要时可重新发放。",
            "For a label no longer in use. No new one is issued; one can be issued again later.",
        ),
        submit=w("作废", "Revoke"), crumbs=[Link(LABELS, href("labels", sort=sort)), Link(thing.words, back)],
    )  # fmt: skip


def one(actor: Actor, sort: str, code: str) -> tuple[LabelSource, Labelled]:
    """A thing whose labels this actor issues. Raises `not_found`, `not_allowed`."""
    source = existing(REGISTRY.labelled().get(sort))
    thing = source.found(actor, [code]).get(code)
    if thing is None:
        raise Refused(NOT_FOUND)
    actor.must(OPEN, thing.path)
    return source, thing
