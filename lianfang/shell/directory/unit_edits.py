"""shell · directory: units are opened, renamed, moved and closed at these pages."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from lianfang.ground.units import actions
from lianfang.ground.units import queries as units
from lianfang.ground.units.card import MOVE, OPEN
from lianfang.ground.units.queries import Unit
from lianfang.kernel.problems import NOT_ALLOWED, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.spans import dated
from lianfang.kernel.words import Words, w
from lianfang.shell.components.types import Link
from lianfang.shell.directory import unit_changes
from lianfang.shell.directory.links import UNITS, crumbs_of, href, unit_href
from lianfang.shell.directory.unit_changes import Foreseen
from lianfang.shell.directory.unit_forms import CloseUnitForm, HostUnitForm, MoveUnitForm, OpenUnitForm, RenameUnitForm
from lianfang.shell.forms import ActForm, posted


def new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Opens a unit below another."""
    if not actor.prefixes(OPEN):
        raise Refused(NOT_ALLOWED, verb=OPEN)
    form = OpenUnitForm(actor, posted(request), initial={"parent": request.GET.get("parent", "")})
    opened = form.act(
        lambda said: actions.open_unit(
            actor, code=said["code"], kind=said["kind"], zh=said["zh"], en=said["en"] or said["zh"],
            parent=said["parent"], aliases=said["aliases"], pinyin=said["pinyin"] or None,
        )
    )  # fmt: skip
    if opened:
        messages.success(request, w("已设立：{u}", "Opened: {u}").fill(u=opened.words).say())
        return HttpResponseRedirect(unit_href(opened.code))
    context = {
        "title": w("设立单位", "Open a unit"),
        "lede": w(
            "设立后即按类别报日报；代码一经使用不再更改。",
            "Once opened it files the reports due from its kind; its code never changes.",
        ),
        "form": form,
        "submit": w("设立", "Open"),
        "crumbs": [Link(UNITS, href("units"))],
        "cancel_href": href("units"),
    }
    return render(request, "shell/form.html", context, status=form.status)


def rename_page(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Gives a unit another name."""
    unit = _own(actor, code, OPEN)
    initial = {"zh": unit.zh, "en": unit.en}
    form = RenameUnitForm(posted(request), initial=initial)
    renamed = form.act(
        lambda said: actions.rename_unit(
            actor, code=code, zh=said["zh"], en=said["en"], aliases=said["aliases"], pinyin=said["pinyin"] or None
        )
    )
    if renamed:
        messages.success(request, w("已更名为“{u}”", "Renamed to “{u}”").fill(u=renamed.words).say())
        return HttpResponseRedirect(unit_href(code))
    context = _context(actor, unit, w("更名：{u}", "Rename: {u}"), form) | {
        "lede": w(
            "原名留作别名，仍可搜到；代码不变。",
            "The old name is kept as an alias and still finds it; the code stays.",
        ),
        "submit": w("更名", "Rename"),
    }
    return render(request, "shell/form.html", context, status=form.status)


def host_page(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Says where a unit is and whom it tells there."""
    unit, said = _own(actor, code, OPEN), units.host(actor, code)
    initial = {"locality": said.locality, "authority": said.authority, "phone": said.phone} if said else {}
    form = HostUnitForm(posted(request), initial=initial)
    if form.act(lambda said: actions.host_unit(actor, code=code, **said)):
        messages.success(request, w("已登记属地联系单位", "The local authority is recorded").say())
        return HttpResponseRedirect(unit_href(code))
    context = _context(actor, unit, w("属地登记：{u}", "Local authority: {u}"), form) | {
        "lede": w(
            "突发情况先告知属地联系单位；野外项目部填所在县，小区填所在社区。",
            "The local authority is told first in an incident: for a field project its host county, for "
            "an estate its community.",
        ),
        "submit": w("保存", "Save"),
    }
    return render(request, "shell/form.html", context, status=form.status)


def move_page(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Moves a unit under another, after showing what that will mean."""
    unit = _own(actor, code, MOVE)
    form = MoveUnitForm(actor, unit, posted(request))
    if "confirmed" in request.POST:
        moved = form.act(
            lambda said: actions.move_unit(actor, code=code, parent=said["parent"], from_day=said["from_day"])
        )
        if moved:
            return _done(request, code, w("已登记：自 {d} 起划转", "Recorded: it moves from {d}"), form)
    foreseen = form.act(lambda said: unit_changes.move_foreseen(actor, unit, said["parent"], said["from_day"]))
    context = _context(actor, unit, w("划转：{u}", "Move: {u}"), form) | _agreeing(foreseen, w("划转", "Move"))
    return render(request, "directory/change.html", context, status=form.status)


def close_page(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Closes a unit, after showing what that will mean."""
    unit = _own(actor, code, OPEN)
    form = CloseUnitForm(posted(request))
    if "confirmed" in request.POST:
        closed = form.act(lambda said: actions.close_unit(actor, code=code, from_day=said["from_day"]))
        if closed:
            return _done(request, code, w("已登记：自 {d} 起撤销", "Recorded: it closes from {d}"), form)
    foreseen = form.act(lambda said: unit_changes.close_foreseen(actor, unit, said["from_day"]))
    context = _context(actor, unit, w("撤销：{u}", "Close: {u}"), form) | _agreeing(foreseen, w("撤销", "Close"))
    return render(request, "directory/change.html", context, status=form.status)


def _own(actor: Actor, code: str, verb: str) -> Unit:
    """The unit, where the actor may change it. Raises `not_found` or `not_allowed`."""
    unit = units.unit(actor, code)
    actor.must(verb, unit.path)
    return unit


def _context(actor: Actor, unit: Unit, title: Words, form: ActForm) -> dict[str, Any]:
    return {
        "title": title.fill(u=unit.words),
        "form": form,
        "crumbs": crumbs_of(actor, unit, itself=True),
        "cancel_href": unit_href(unit.code),
    }


def _agreeing(foreseen: Foreseen | None, act: Words) -> dict[str, Any]:
    """The first button shows what will follow; only the second one does it."""
    return {"foreseen": foreseen, "submit": act if foreseen else w("下一步：查看影响", "Next: see the effects")}


def _done(request: HttpRequest, code: str, said: Words, form: ActForm) -> HttpResponse:
    messages.success(request, said.fill(d=dated(form.cleaned_data["from_day"])).say())
    return HttpResponseRedirect(unit_href(code))
