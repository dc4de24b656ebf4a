"""shell · ledger pages: every entry as a sentence, what was set aside, the seals, and a day recomputed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from lianfang.kernel import clock
from lianfang.kernel.entries import SECONDING
from lianfang.kernel.problems import CATALOGUE, NOT_ALLOWED, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.tables import Sentence, State, Table, Text, When, Who
from lianfang.shell.components.text import say
from lianfang.shell.components.types import Fact, Link
from lianfang.shell.cursors import PAGE_SIZE, Trail
from lianfang.shell.day_asked import of_a_day
from lianfang.shell.days import kept_day
from lianfang.shell.forms import FilterForm
from lianfang.shell.kinds.console import console_of, entry_href
from lianfang.shell.kinds.detail_page import changes_open, detail_context, proof_context
from lianfang.shell.kinds.forms import day_window
from lianfang.shell.kinds.list_page import standing_mark
from lianfang.shell.kinds.pickers import Choices
from lianfang.shell.kinds.wording import sentence
from lianfang.shell.ledger import actions, names, queries, set_aside
from lianfang.shell.ledger.queries import Asked
from lianfang.shell.ledger.set_aside import Kept

SEE = "ledger.see"


class BrowserFilter(FilterForm):
    """What narrows the ledger."""

    day = kept_day()

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = Choices(actor, SEE, day=clock.day_of(clock.current().now()).date)
        self.fields["unit"] = choices.unit_filter()
        kinds = [(kind.code, kind.words.say()) for kind in queries.visible_kinds(actor)]
        self.fields["kind"] = forms.ChoiceField(
            label=w("种类", "Kind").say(), required=False, choices=[("", w("全部", "All").say()), *kinds]
        )


@of_a_day(every=True)
def browser(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The ledger, newest first, each line said as its kind says it."""
    may_see_ledger(actor)
    now = clock.current().now()
    form = BrowserFilter(actor, request.GET)
    from_at, to_at = day_window(form.chosen("day"))
    kind = form.chosen("kind")
    asked = Asked(unit=form.chosen("unit"), kinds=(kind,) if kind else (), from_at=from_at, to_at=to_at)
    trail = Trail.asked(request, UUID)
    found = queries.entries(actor, replace(asked, after=trail.after, size=asked.size + 1))
    page = trail.page(found, lambda each: each.id, asked.size)
    narrowed = w("台账：符合条件 {n} 条", "Ledger: {n} entries match")
    said = narrowed if asked.unit or asked.kinds else w("台账：{n} 条", "Ledger: {n} entries")
    context = {
        "title": said.fill(n=_counted(queries.count(actor, asked))),
        "lede": w(
            "只增不改：更正另记一条，原记录保留。",
            "Nothing is changed: a correction is another entry, and the original stays.",
        ),
        "filter_form": form,
        "table": EntriesTable(page.items, queries.facts_of(actor, page.items), names.names_of(actor, page.items)),
        "page": page,
        "as_of": now,
    }
    return render(request, "ledger/browser.html", context)


class EntriesTable(Table[queries.Entry]):
    """Entries as sentences."""

    data: Mapping[UUID, dict[str, Any]]
    called: names.Called

    occurred_at = When(w("时间", "When"), link=lambda row: entry_href(row.kind, row.id))
    said = Sentence(w("记录", "Entry"), lambda t, row: sentence(row.kind, t.data[row.id]))
    where = Text(w("单位、地点、人员", "Unit, place, person"), lambda t, row: _where(row, t.called))
    recorded_by = Who(w("记录人", "By"))
    standing = State(w("状态", "State"), lambda row: standing_mark(row))


def _where(of: queries.Entry, called: names.Called) -> str:
    """Which unit answers, and where and who it was, as far as that was said."""
    named = (called.unit(of.unit), called.place(of.place), called.person(of.person))
    return " · ".join(say(each) for each in named if each)


def entry_page(request: HttpRequest, actor: Actor, entry: UUID) -> HttpResponse:
    """Any entry, whatever its kind."""
    found = queries.entry(actor, entry)
    console = console_of(found.kind)
    context = detail_context(actor, found) | {
        "crumbs": [Link(w("台账", "Ledger"), reverse("shell:ledger"))],
        "actions": changes_open(actor, console, found) if console else [],
        "proof_href": reverse("shell:ledger-proof", args=[found.id]),
        "second_href": _second_href(actor, found),
    }
    if "verify" in request.GET:
        context |= proof_context(found)
    return render(request, "ledger/entry.html", context)


@require_POST
def second(request: HttpRequest, actor: Actor, entry: UUID) -> HttpResponse:
    """The reader saw for himself what the entry says."""
    found = queries.entry(actor, entry)
    actions.second_entry(actor, original=found)
    messages.success(request, w("已复核；原记录不变", "Seconded; the entry stays as it is").say())
    return HttpResponseRedirect(reverse("shell:ledger-entry", args=[entry]))


def _second_href(actor: Actor, found: queries.Entry) -> str:
    """Where the reader may second the entry; empty where he may not."""
    may = actor.may("ledger.second", found.path) and actor.login not in (found.recorded_by, found.seconded_by)
    if not may or not found.stands or found.kind == SECONDING or found.exercise:
        return ""
    return reverse("shell:ledger-second", args=[found.id])


def proof_part(request: HttpRequest, actor: Actor, entry: UUID) -> HttpResponse:
    """The proof of the entry, recomputed now."""
    return render(request, "ledger/proof_part.html", proof_context(queries.entry(actor, entry)))


class SetAsideTable(Table[Kept]):
    """What could not become an entry, and what to do about it."""

    received_at = When(w("收到", "Received"), link=lambda row: reverse("shell:set-aside-entry", args=[row.id]))
    says = Sentence(w("未入账原因", "Why it was not recorded"), lambda row: _says(row))
    unit = Text(w("单位", "Unit"), lambda row: row.unit or "—")
    received_by = Text(w("来自", "From"))
    remedy = Sentence(w("怎么办", "What to do"), lambda row: _remedy(row))


def set_aside_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What was handed in and could not become an entry: kept whole, with what to do about it."""
    may_see_ledger(actor)
    trail = Trail.asked(request, UUID)
    page = trail.page(set_aside.listed(actor, after=trail.after, size=PAGE_SIZE + 1), lambda each: each.id)
    waiting = set_aside.count(actor)
    context = {
        "title": w("未入账 {n} 条，内容全部保留", "{n} set aside, all content kept").fill(n=f"{waiting:,}"),
        "table": SetAsideTable(page.items),
        "page": page,
        "crumbs": [Link(w("台账", "Ledger"), reverse("shell:ledger"))],
        "empty_title": w("没有未入账的内容", "Nothing is set aside"),
        "empty_words": w(
            "收到的每一条都已入账，或当场退回给了提交者。",
            "Everything received was recorded, or returned to its sender at once.",
        ),
    }
    return render(request, "ledger/set_aside.html", context)


def set_aside_page(request: HttpRequest, actor: Actor, entry: UUID) -> HttpResponse:
    """One of them: what it says, what stands in the ledger under its id, and what to do."""
    may_see_ledger(actor)
    found = set_aside.one(actor, entry)
    stands = None
    there = queries.by_ids([found.entry]).get(found.entry) if found.entry else None
    if there is not None and queries.may_see(actor, there):
        stands = Link(w("账上的那一条", "The entry in the ledger"), reverse("shell:ledger-entry", args=[found.entry]))
    context = {
        "title": _says(found),
        "lede": _remedy(found),
        "facts": [
            Fact(w("收到", "Received"), found.received_at),
            Fact(w("来自", "From"), found.received_by),
            Fact(w("编号", "Id"), str(found.entry or "—")),
            *([Fact(w("账上", "In the ledger"), stands)] if stands else []),
        ],
        "body": _pretty(found.body),
        "crumbs": [Link(w("未入账", "Set aside"), reverse("shell:set-aside"))],
    }
    return render(request, "ledger/set_aside_entry.html", context)


def may_see_ledger(actor: Actor) -> None:
    """Raises `not_allowed` for those who see the ledger nowhere."""
    if not actor.prefixes(SEE):
        raise Refused(NOT_ALLOWED, verb=SEE)


def _says(of: Kept) -> Words:
    """Why it is no entry, without the slots that only its sender was told."""
    short = {
        "conflict": w("同一编号已有另一内容", "Its id was already used for other content"),
        "already_corrected": w("要更正的记录已被更正", "What it corrects was corrected already"),
        "stream_moved": w("事项已被他人更新", "Somebody else had updated the matter"),
        "stream_closed": w("事项已办结", "The matter was closed"),
        "corrects_other": w("更正的不是同种类、同单位的记录", "It corrects an entry of another kind or unit"),
        "exercise_mix": w("演练与真实记录不能互相更正", "Exercise and real records cannot correct each other"),
    }
    found = CATALOGUE.get(of.problem)
    return short.get(of.problem) or (found.says if found else Words(of.problem, of.problem))


def _remedy(of: Kept) -> Words:
    found = CATALOGUE.get(of.problem)
    if found is None or "{" in found.remedy.zh:
        return w("请与提交者核对后重新填报", "Check with the sender and record it again")
    return found.remedy


def _pretty(body: str) -> str:
    """The content laid out for reading; as it was received where it is no JSON."""
    try:
        loaded = json.loads(body)
        if isinstance(loaded.get("data"), str):  # kept as the very text that came in
            loaded["data"] = json.loads(loaded["data"])
    except (ValueError, AttributeError):
        return body
    return json.dumps(loaded, ensure_ascii=False, indent=2)


def _counted(counted: int) -> str:
    return f"{min(counted, queries.COUNTED_UP_TO):,}{'+' if counted > queries.COUNTED_UP_TO else ''}"
