"""shell · directory: one person: how they belong, who they are where that may be known, and what changes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from lianfang.ground.people import actions, queries_names
from lianfang.ground.people import queries as people
from lianfang.ground.people.card import COPY, ERASE, IDENTIFY, PERSON_REGISTERED, REGISTER
from lianfang.ground.people.identities import Identity
from lianfang.ground.people.masking import Purpose
from lianfang.ground.people.problems import NAMESAKE
from lianfang.ground.people.queries import Person
from lianfang.ground.units import queries as units
from lianfang.kernel import clock
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell import uncovering
from lianfang.shell.components.tables import Code, Named, Table, Text, When
from lianfang.shell.components.types import Fact, Link
from lianfang.shell.directory import history, person_copy
from lianfang.shell.directory.grant_pages import must_hold
from lianfang.shell.directory.links import PEOPLE, elsewhere, href, person_href, unit_href
from lianfang.shell.directory.people_forms import CHANGE, LEAVE, TRANSFER, ChangeForm, CopyForm, EraseForm, RegisterForm
from lianfang.shell.directory.people_pages import home_link, residency_words, views_table
from lianfang.shell.directory.rosters_sources import refs_said
from lianfang.shell.forms import posted
from lianfang.shell.kinds.grid import SOURCE_WORDS
from lianfang.shell.ledger.names import units_called

_LAST = timedelta(seconds=1)  # what is entered later for a day stands at its end
STAYS = (
    w("每天计入的人数不变，已报的日报不变", "The numbers counted each day stay, and every report as it was made"),
    w("每一条记录和封存不变，核验照样通过", "Every entry and every seal stays and goes on verifying"),
    w("只剩一个编号：谁、何时、凭什么删除", "What remains is an id, and who erased it when and why"),
)
GOES = (
    w(
        "姓名、证件号、电话，以及查找它们的指纹",
        "Name, identity number, telephone, and the fingerprints that find them",
    ),
    w(
        "此人专用的密钥：以往记录里关于此人的文字从此无人能读",
        "The person's own key: words about them in earlier entries can be read by nobody",
    ),
)


@never_cache
def person_page(request: HttpRequest, actor: Actor, person: UUID) -> HttpResponse:
    """One person, concealed; with POST who they are, which is noted."""
    belonging = _belonging(actor, person)
    erased = _is_erased(person)
    newest = belonging[0]
    purpose = uncovering.asked(request.POST.get("purpose", ""))
    if request.method == "POST" and not erased:
        actor.must(IDENTIFY, newest.path)
    if request.method == "POST" and purpose is None:
        messages.error(request, w("请先选择用途", "Choose the purpose first").say())
    known = people.identity(actor, person, purpose=purpose) if purpose is not None and not erased else None
    entries = history.of_entries(actor, people.history(actor, person))
    watched = people.views(actor, person=person, limit=20) if actor.may("access.see", newest.path) else []
    context = {
        "title": _title(newest, known, erased),
        "crumbs": _crumbs(actor, newest),
        "actions": [] if erased else _actions(actor, newest),
        "facts": [*_who(known), *_facts(actor, newest)],
        "may_identify": not erased and known is None and actor.may(IDENTIFY, newest.path),
        "known": known,
        "purposes": uncovering.ASKED_FOR_WORDS,
        "erased": erased,
        "recorded_href": "" if erased else elsewhere("boards:timeline-person", person),
        "stays": STAYS,
        "belonging": _table(actor, belonging),
        "views": views_table(actor, watched) if watched else None,
        "timeline": history.timeline(actor, entries),
        "proof": history.proof(entries),
    }
    return render(request, "directory/person.html", context)


def new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Puts somebody on a unit's register."""
    must_hold(actor, REGISTER)
    initial = {
        "unit": request.GET.get("unit", "")[:40],
        "household": request.GET.get("household", "")[:40],
        "counts": True,
    }
    form = RegisterForm(actor, posted(request), initial=initial)
    made = form.act(lambda said: _registered(actor, said))
    if made:
        messages.success(request, w("已登记，计入本报告日", "Registered, from this reporting day on").say())
        return HttpResponseRedirect(person_href(made))
    context = {
        "title": w("登记一人", "Register a person"),
        "lede": w(
            "只填办事需要的。姓名和号码加密保存，不进台账。",
            "Fill in only what the work needs. Names and numbers are encrypted and never enter the ledger.",
        ),
        "form": form,
        "submit": w("登记", "Register"),
        "crumbs": [Link(PEOPLE, href("people"))],
        "cancel_href": href("people", unit=initial["unit"]),
    }
    return render(request, "shell/form.html", context, status=form.status)


def _registered(actor: Actor, said: dict[str, Any]) -> UUID:
    """Raises `person_namesake` where somebody of that name is there, and nobody said that this is another."""
    if not said.get("another"):
        found = queries_names.namesakes(actor, said["unit"], [said["name"]])
        if found.unnumbered if said["id_number"] else found.there:
            raise Refused(NAMESAKE)
    return actions.register_person(
        actor, unit=said["unit"], name=said["name"],
        id_number=f"{said['document'].upper()}{said['id_number']}" if said["id_number"] else None,
        phone=said["phone"] or None, counts=said["counts"], household=said["household"] or None,
        residency=said["residency"] or None,
    )  # fmt: skip


def change_page(request: HttpRequest, actor: Actor, person: UUID) -> HttpResponse:
    """Changes how somebody belongs, from this reporting day on."""
    newest = _own(actor, person, REGISTER)
    initial = {"household": newest.household, "residency": newest.residency, "counts": newest.counts, "way": CHANGE}
    form = ChangeForm(actor, newest, posted(request), initial=initial)
    if form.act(lambda said: _change(actor, newest, said)):
        messages.success(request, w("已变更，自本报告日起", "Changed, from this reporting day on").say())
        return HttpResponseRedirect(person_href(person) if _still_seen(actor, person) else href("people"))
    context = {
        "title": w("变更隶属：{p}", "Change unit or household: {p}").fill(p=newest.name),
        "lede": w(
            "自本报告日起生效，以前各日的人数不变。",
            "Takes effect from this reporting day; figures of earlier days stay.",
        ),
        "form": form,
        "submit": w("变更", "Change"),
        "crumbs": _crumbs(actor, newest),
        "cancel_href": person_href(person),
    }
    return render(request, "shell/form.html", context, status=form.status)


def erase_page(request: HttpRequest, actor: Actor, person: UUID) -> HttpResponse:
    """Destroys who somebody is; says first what goes and what stays."""
    newest = _own(actor, person, ERASE)
    form = EraseForm(posted(request))
    if form.act(lambda said: actions.erase_person(actor, person=person, note=said["note"]) or True):
        messages.success(request, w("个人信息已删除，计数保留", "Erased; the counts remain").say())
        return HttpResponseRedirect(person_href(person))
    context = {
        "title": w("删除个人信息：{p}", "Erase {p}").fill(p=newest.name),
        "form": form,
        "goes": GOES,
        "stays": STAYS,
        "submit": w("删除个人信息", "Erase permanently"),
        "crumbs": _crumbs(actor, newest),
        "cancel_href": person_href(person),
    }
    return render(request, "directory/erase.html", context, status=form.status)


@never_cache
def copy_page(request: HttpRequest, actor: Actor, person: UUID) -> HttpResponse | FileResponse:
    """A file with everything that is kept about somebody, for a purpose that is said and noted."""
    newest = _own(actor, person, COPY)
    form, now = CopyForm(posted(request)), clock.current().now()
    made = form.act(lambda said: person_copy.copy_of(actor, person, purpose=Purpose(said["purpose"]), at=now))
    if made is not None:
        name = f"person-{str(person)[-6:]}-{clock.local(now):%Y%m%d}.zip"
        return FileResponse(person_copy.packed(made), as_attachment=True, filename=name)
    context = {
        "title": w("导出{p}的全部资料", "A copy of what is kept about {p}").fill(p=newest.name),
        "lede": w(
            "含姓名、证件、隶属、您可见的全部记录（含点名等列有本人的）、照片和文件，以及谁看过；JSON 和表格各一份。",
            "Name and numbers, where they belonged, every entry about or listing the person that you may see, photos "
            "and papers, and who looked; as JSON and a workbook.",
        ),
        "form": form,
        "submit": w("导出", "Export"),
        "crumbs": _crumbs(actor, newest),
        "cancel_href": person_href(person),
    }
    return render(request, "shell/form.html", context, status=form.status)


def _change(actor: Actor, newest: Person, said: dict[str, Any]) -> bool:
    household, residency = said["household"] or None, said["residency"] or None
    now, day = clock.current().now(), said["from_day"]
    occurred = now if day in (None, clock.day_of(now).date) else clock.reporting_day(day).to_at - _LAST
    if said["way"] == TRANSFER:
        actions.transfer_person(
            actor, person=newest.id, from_unit=newest.unit, to_unit=said["to_unit"], household=household,
            residency=residency, occurred_at=occurred,
        )  # fmt: skip
    else:
        staying = said["way"] != LEAVE
        actions.change_membership(
            actor, person=newest.id, unit=newest.unit, member=staying, counts=staying and said["counts"],
            household=household if staying else None, residency=residency if staying else None,
            occurred_at=occurred,
        )  # fmt: skip
    return True


def _belonging(actor: Actor, person: UUID) -> list[Person]:
    """Where the person belongs and belonged, what counts now first. Raises `not_found`."""
    found = people.memberships(actor, person)
    if not found:
        raise Refused(NOT_FOUND)
    return sorted(found, key=lambda each: (each.until_day is not None, not each.counts))


def _own(actor: Actor, person: UUID, verb: str) -> Person:
    """The person with the verb held at their unit. Raises `not_found`, `not_allowed`, `person_erased`."""
    newest = _belonging(actor, person)[0]
    people.person_row(person)
    actor.must(verb, newest.path)
    return newest


def _is_erased(person: UUID) -> bool:
    try:
        people.person_row(person)
    except Refused as refused:
        if refused.problem is NOT_FOUND:
            raise
        return True
    return False


def _still_seen(actor: Actor, person: UUID) -> bool:
    return bool(people.memberships(actor, person))


def _title(newest: Person, known: Identity | None, erased: bool) -> Words | str:
    if erased:
        return w("个人信息已删除", "This person was erased")
    return known.name if known else newest.name


def _who(known: Identity | None) -> list[Fact]:
    """Who the person is; nothing before somebody asked for it."""
    if known is None:
        return []
    said: list[tuple[Words, object]] = [
        (w("姓名", "Name"), known.name),
        (w("证件号码", "Document number"), known.document),
        (w("电话", "Telephone"), known.phone),
        (w("出生日期", "Born on"), known.born_on.isoformat() if known.born_on else None),
    ]
    return [Fact(label, value) for label, value in said if value]


def _facts(actor: Actor, newest: Person) -> list[Fact]:
    unit = units.units(actor, [newest.unit]).get(newest.unit)
    home = newest.household
    said: list[tuple[Words, object]] = [
        (w("单位", "Unit"), Link(unit.words, unit_href(unit.code)) if unit else newest.unit),
        (w("计入应检", "Counted"), newest.counts),
        (w("住户", "Household"), home_link(home, people.households_seen(actor, [home]) if home else frozenset())),
        (w("常住或外来", "Residency"), residency_words(newest.residency)),
        (w("自报告日", "Since"), newest.since_day),
        (w("至", "Until"), newest.until_day),
        (SOURCE_WORDS, refs_said(actor, PERSON_REGISTERED.code, newest.id)),
    ]
    return [Fact(label, value) for label, value in said if value is not None]


class StretchesTable(Table[Person]):
    """Where somebody belonged, and from when to when."""

    called: Mapping[str, Words]
    tall = False

    unit = Named(w("单位", "Unit"))
    since_day = When(w("自", "From"))
    until_day = When(w("至", "Until"), lambda row: row.until_day or w("至今", "now"))
    counts = Text(w("计入应检", "Counted"))
    household = Code(w("住户", "Household"))


def _table(actor: Actor, belonging: list[Person]) -> StretchesTable | None:
    """Every stretch, where there was more than one."""
    if len(belonging) < 2:
        return None
    return StretchesTable(belonging, units_called(actor, sorted({each.unit for each in belonging})))


def _crumbs(actor: Actor, newest: Person) -> list[Link]:
    unit = units.units(actor, [newest.unit]).get(newest.unit)
    return [Link(PEOPLE, href("people")), *([Link(unit.words, href("people", unit=unit.code))] if unit else [])]


def _actions(actor: Actor, newest: Person) -> list[Link]:
    links = []
    if actor.may(REGISTER, newest.path):
        links.append(Link(w("变更隶属", "Change unit or household"), href("person-change", newest.id)))
    if actor.may(COPY, newest.path):
        links.append(Link(w("导出全部资料", "Export all that is kept"), href("person-copy", newest.id)))
    if actor.may(ERASE, newest.path):
        links.append(Link(w("删除个人信息", "Erase"), href("person-erase", newest.id)))
    return links
