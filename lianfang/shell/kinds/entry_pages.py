"""shell · kind entry pages: recording, correcting and withdrawing an entry of any kind at a page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from lianfang.kernel import clock
from lianfang.kernel.entries import Draft, Receipt
from lianfang.kernel.problems import NOT_ALLOWED, NOT_FOUND, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell.acting import acted
from lianfang.shell.components.types import Link
from lianfang.shell.files import shown
from lianfang.shell.forms import posted
from lianfang.shell.kinds import scanned, wording
from lianfang.shell.kinds.console import KindConsole, entry_href
from lianfang.shell.kinds.forms import CorrectionForm, KindForm, WithdrawalForm
from lianfang.shell.kinds.pickers import Choices, found_part
from lianfang.shell.kinds.wording import sentence
from lianfang.shell.ledger import actions, problems, queries
from lianfang.shell.ledger.queries import Entry

_GIVEN = ("unit", "place", "person", "stream")  # what a link or a scanned code may hand to the form


def new_page(request: HttpRequest, actor: Actor, console: KindConsole) -> HttpResponse:
    """The entry form; what a link hands over is filled in already."""
    _may_record(actor, console)
    now = clock.current().now()
    unit = (request.POST or request.GET).get("unit")
    form = KindForm(console.kind, _choices(actor, console, unit), posted(request), now=now, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        done = _record(request, actor, console, form)
        if done is not None:
            return done
    context = console.context(request, actor, "form")
    context |= {
        "title": w("新增：{kind}", "New: {kind}").fill(kind=console.kind.words),
        "form": form,
        "crumbs": [Link(console.kind.words, console.url("list"))],
        "cancel_href": console.url("list"),
        "again": True,
    }
    return render(request, console.template("form"), context, status=form.status)


def _record(request: HttpRequest, actor: Actor, console: KindConsole, form: KindForm) -> HttpResponse | None:
    """Records what the form says and goes on; None where it was refused and the form tells why."""
    said_here = form.entry_said()
    said_here = replace(
        said_here,
        label=scanned.label_of(request, said_here.place, said_here.occurred_at),
        photo=form.shows_photo(),
    )
    receipt = form.act(lambda _: _recorded(actor, console, said_here))
    if receipt is None:
        return None
    _receipt(request, console, said_here.id, form.data_said())
    _notice(request, receipt)
    scanned.warn_lapsed(request, said_here.place, said_here.label)
    if "onward" in request.POST and console.pads:
        unit = form.cleaned_data.get("unit") or ""
        return HttpResponseRedirect(f"{console.url('pad')}?{urlencode({'unit': unit, 'told': str(said_here.id)})}")
    if "again" in request.POST:
        kept = "&".join(
            f"{name}={value}" for name in ("unit", "place", "stream") if (value := form.cleaned_data.get(name))
        )
        return HttpResponseRedirect(f"{console.url('new')}?{kept}")
    return HttpResponseRedirect(scanned.onward(request, said_here.place, console.url("list")))


@transaction.atomic
def _recorded(actor: Actor, console: KindConsole, said: actions.Said) -> Receipt:
    """The receipt of an entry that needs no answer first: what is asked holds until it is recorded."""
    if console.asks is not None:
        draft = Draft(said.id, console.kind.code, said.unit, said.occurred_at, said.data)
        asked = console.asks(actor, [draft]).get(said.id)
        if asked is not None:
            raise Refused(asked.problem, **asked.data)
    return actions.record_entry(actor, kind=console.kind.code, said=said)


def _notice(request: HttpRequest, receipt: Receipt) -> None:
    """Tells what the sender should know although it was recorded."""
    if receipt.notice is not None:
        messages.warning(request, f"{receipt.notice.says.say()} · {receipt.notice.remedy.say()}")


def _receipt(request: HttpRequest, console: KindConsole, entry: UUID, data: dict[str, Any]) -> None:
    words = w("已记录：{said}（编号末位 {id}）", "Recorded: {said} (ref. …{id})")
    said_words = sentence(console.kind.code, _stored(console, data))
    messages.success(request, words.fill(said=said_words, id=str(entry)[-6:]).say())


def _stored(console: KindConsole, data: dict[str, Any]) -> dict[str, Any]:
    """The data as the ledger keeps it, so that it can be said in the kind's sentence."""
    payload = console.kind.payload
    stored: dict[str, Any] = payload.model_validate(data, strict=False).model_dump(mode="json", exclude_none=True)
    return stored


def correct_page(request: HttpRequest, actor: Actor, console: KindConsole, entry: UUID) -> HttpResponse:
    """The form with what stands in it; before it is recorded, the page shows what would change."""
    original = _original(actor, console, entry)
    now = clock.current().now()
    before = queries.facts_of(actor, [original])[original.id]
    readable = {name: value for name, value in before.items() if not wording.concealed(value)}
    form = CorrectionForm(
        console.kind, _choices(actor, console, original.unit), posted(request), now=now,
        original_data=readable, initial=_of(original),
    )  # fmt: skip
    form.keeps(shown.files_of(actor, [original], {original.id: before}).get(original.id, {}))
    context = console.context(request, actor, "form")
    if request.method == "POST" and form.is_valid():
        changed = _changes(console, original, before, form)
        if not changed:
            form.refuse(Refused(problems.NOTHING_CHANGED))
        elif "confirmed" in request.POST:
            done = _correct(request, actor, console, original, form)
            if done is not None:
                return done
        else:
            context["changes"] = changed
    context |= {
        "title": w("更正：{said}", "Correct: {said}").fill(said=sentence(original.kind, before)),
        "lede": w(
            "原记录保留，更正另记一条并写明原因。",
            "The entry stays; the correction is recorded beside it, with its reason.",
        ),
        "form": form,
        "original": original,
        "crumbs": _crumbs(console, original),
        "cancel_href": console.url("entry", original.id),
    }
    return render(request, console.template("correct"), context, status=form.status)


def _correct(
    request: HttpRequest, actor: Actor, console: KindConsole, original: Entry, form: CorrectionForm
) -> HttpResponse | None:
    def correct(said: dict[str, Any]) -> None:
        done = actions.correct_entry(actor, original=original, said=_said(original, form), reason=said["reason"])
        _notice(request, done)

    return acted(
        request, form, correct,
        done=w("已更正，原记录保留在经过中", "Corrected; the original stays in the history"),
        to=console.url("entry", form.cleaned_data["entry_id"]),
    )  # fmt: skip


def _said(original: Entry, form: CorrectionForm) -> actions.Said:
    given = form.entry_said()
    return actions.Said(
        id=given.id,
        unit=original.unit,
        occurred_at=_kept_exact(original, given.occurred_at),
        data=given.data,
        place=given.place,
        person=given.person,
        exercise=original.exercise,
        stream=original.stream,
        photo=form.shows_photo(),
    )


def _kept_exact(original: Entry, given: datetime) -> datetime:
    """The original's moment to the microsecond, where the form (which shows minutes) was left as it was."""
    untouched = given == original.occurred_at.replace(second=0, microsecond=0)
    return original.occurred_at if untouched else given


def _changes(
    console: KindConsole, original: Entry, before: dict[str, Any], form: CorrectionForm
) -> list[tuple[object, ...]]:
    """Everything that the form says otherwise than the original: fields first, then time, place and person."""
    given = form.entry_said()
    try:
        after = _stored(console, form.data_said())
    except ValueError:  # the journal will say on the form what does not hold
        after = form.data_said()
    found: list[tuple[object, ...]] = list(wording.changes(console.kind, before, after))
    envelope = (
        (w("发生时间", "When it happened"), original.occurred_at, _kept_exact(original, given.occurred_at)),
        (w("地点", "Place"), original.place, given.place),
        (w("人员", "Person"), original.person, given.person),
    )
    return [*found, *((words, old, new) for words, old, new in envelope if old != new)]


def withdraw_page(request: HttpRequest, actor: Actor, console: KindConsole, entry: UUID) -> HttpResponse:
    """Takes an entry back, with a reason; the entry stays readable."""
    original = _original(actor, console, entry)
    for verb in ("ledger.correct", console.kind.record):
        actor.must(verb, original.path)
    now = clock.current().now()
    data = queries.facts_of(actor, [original])[original.id]
    form = WithdrawalForm(posted(request), now=now)
    went = acted(
        request, form,
        lambda said: actions.withdraw_entry(
            actor, original=original, entry=said["entry_id"], occurred_at=now, reason=said["reason"]
        ),
        done=w("已撤回；原记录仍可查阅", "Withdrawn; the entry stays readable"), to=console.url("entry", original.id),
    )  # fmt: skip
    if went is not None:
        return went
    context = console.context(request, actor, "withdraw")
    context |= {
        "title": w("撤回：{said}", "Withdraw: {said}").fill(said=sentence(original.kind, data)),
        "lede": w(
            "用于本不该有的记录；数字写错请用更正。",
            "For an entry that should not exist; if only a figure is wrong, correct it.",
        ),
        "form": form,
        "submit": w("撤回这条记录", "Withdraw this entry"),
        "crumbs": _crumbs(console, original),
        "cancel_href": console.url("entry", original.id),
    }
    return render(request, console.template("withdraw"), context, status=form.status)


def choose_part(request: HttpRequest, actor: Actor, console: KindConsole) -> HttpResponse:
    """The places or persons that match what is being typed."""
    return found_part(request, _choices(actor, console, request.GET.get("unit")))


def _may_record(actor: Actor, console: KindConsole) -> None:
    if not actor.prefixes(console.kind.record):
        raise Refused(NOT_ALLOWED, verb=console.kind.record)


def _original(actor: Actor, console: KindConsole, entry: UUID) -> Entry:
    """The entry to be changed. Raises `not_found`, `not_allowed` or `not_standing`."""
    original = queries.entry(actor, entry)
    if original.kind != console.kind.code:
        raise Refused(NOT_FOUND)
    actor.must(console.kind.record, original.path)
    if original.superseded_by is not None:
        raise Refused(problems.NOT_STANDING)
    return original


def _choices(actor: Actor, console: KindConsole, unit: str | None) -> Choices:
    day: date = clock.day_of(clock.current().now()).date
    kind, url = console.kind, console.url("choose")
    goes_on = kind if kind.goes_on else None
    return Choices(actor, kind.record, day=day, unit=unit, url=url, place_kinds=kind.place_kinds, goes_on=goes_on)


def _initial(request: HttpRequest) -> dict[str, Any]:
    """What a link hands over. With `past` it happened on a day that is over: when, only whoever records it knows."""
    given = {name: request.GET[name][:120] for name in _GIVEN if request.GET.get(name)}
    return {**given, "occurred_at": None} if request.GET.get("past") else given


def _of(original: Entry) -> dict[str, Any]:
    found: dict[str, Any] = {"occurred_at": original.occurred_at, "place": original.place}
    return {**found, "person": str(original.person) if original.person else None}


def _crumbs(console: KindConsole, original: Entry) -> list[Link]:
    return [
        Link(console.kind.words, console.url("list")),
        Link(w("记录 {id}", "Entry {id}").fill(id=str(original.id)[-6:]), entry_href(original.kind, original.id)),
    ]
