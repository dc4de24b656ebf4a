"""shell · directory: who may do what where: the list of grants, one of them, giving and ending."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from lianfang.ground.access import actions
from lianfang.ground.access import queries as access
from lianfang.ground.access.card import GRANT, SEE
from lianfang.ground.access.queries import GrantShown
from lianfang.ground.units import queries as units
from lianfang.kernel import clock
from lianfang.kernel.problems import NOT_ALLOWED, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.tables import Code, Named, State, Table, Text, When
from lianfang.shell.components.types import Fact, Link
from lianfang.shell.cursors import PAGE_SIZE, Trail
from lianfang.shell.directory import history
from lianfang.shell.directory.access_forms import EndGrantForm, GiveGrantForm, GrantFilter
from lianfang.shell.directory.links import GRANTS, href, unit_href
from lianfang.shell.forms import posted
from lianfang.shell.ledger.names import units_called


def grants_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The grants in the actor's scope, newest first."""
    must_hold(actor, SEE)
    form = GrantFilter(actor, request.GET)
    trail = Trail.asked(request, UUID)
    found = access.grants(
        actor,
        unit=form.chosen("unit"),
        below=bool(form.chosen("unit")),
        login=form.chosen("login"),
        role=form.chosen("role"),
        ended=bool(form.chosen("ended")),
        after=trail.after,
        limit=PAGE_SIZE + 1,
    )
    page = trail.page(found, lambda each: each.id)
    give = [Link(w("授权", "Give access"), href("grant-new", unit=form.chosen("unit") or ""))]
    context = {
        "title": w("授权：谁在哪里能做什么", "Access: who may do what where"),
        "filter_form": form,
        "table": grant_table(actor, list(page.items)),
        "page": page,
        "actions": [*(give if actor.prefixes(GRANT) else []), *_more_links()],
        "empty_title": w("还没有授权", "No access has been given yet"),
    }
    return render(request, "shell/list.html", context)


def grant_page(request: HttpRequest, actor: Actor, grant: UUID) -> HttpResponse:
    """One grant: what it allows, why it was given, and how it ended."""
    found = _seen(actor, grant)
    entries = history.of_entries(actor, [found.id, *access.endings(actor, found.id)])
    unit = units.unit(actor, found.unit)
    over = over_words(found, clock.current().now())
    context = {
        "title": w("{who}：{role}，{unit}", "{who}: {role}, {unit}").fill(
            who=found.title or found.login, role=found.words, unit=unit.words
        ),
        "crumbs": [Link(GRANTS, href("grants"))],
        "actions": _actions(actor, found, over),
        "facts": [
            Fact(w("账号", "Login"), Link(found.login, href("user", found.login))),
            Fact(w("角色", "Role"), Link(found.words, href("roles") + f"#{found.role}")),
            Fact(
                w("范围", "Scope"),
                Link(w("{u}及全部下级", "{u} and all below").fill(u=unit.words), unit_href(unit.code)),
            ),
            Fact(w("自", "Since"), found.since_at),
            Fact(w("至", "Until"), found.until_at or w("另行终止时", "it is ended")),
            Fact(w("状态", "State"), over),
        ],
        "timeline": history.timeline(actor, entries),
        "proof": history.proof(entries),
    }
    return render(request, "shell/detail.html", context)


def give_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Gives somebody a role over a unit."""
    must_hold(actor, GRANT)
    initial = {name: request.GET.get(name, "")[:150] for name in ("login", "unit", "role")}
    form = GiveGrantForm(actor, posted(request), initial=initial)
    given = form.act(
        lambda said: actions.give_grant(
            actor, login=said["login"], role=said["role"], unit=said["unit"], until=said["until"], note=said["note"]
        )
    )
    if given:
        messages.success(request, w("已授权，立即生效", "Access given; it takes effect at once").say())
        return HttpResponseRedirect(href("grant", given))
    context = {
        "title": w("授权", "Give access"),
        "lede": w(
            "只授予工作需要的角色；临时顶班请填有效期。",
            "Give only the roles the work needs; set an end for temporary cover.",
        ),
        "form": form,
        "submit": w("授权", "Give access"),
        "crumbs": [Link(GRANTS, href("grants"))],
        "cancel_href": href("grants"),
    }
    return render(request, "directory/grant_form.html", context, status=form.status)


def end_page(request: HttpRequest, actor: Actor, grant: UUID) -> HttpResponse:
    """Ends a grant now."""
    found = _seen(actor, grant)
    actor.must(GRANT, found.path)
    form = EndGrantForm(posted(request))
    ended = form.act(lambda said: actions.end_grant(actor, grant=grant, note=said["note"]) or True)
    if ended:
        messages.success(request, w("已终止，立即生效", "Ended, with immediate effect").say())
        return HttpResponseRedirect(href("grant", grant))
    context = {
        "title": w("终止授权：{who}，{role}", "End a grant: {who}, {role}").fill(
            who=found.title or found.login, role=found.words
        ),
        "lede": w(
            "立即生效，其设备同时失效；以前的记录不变。", "Takes effect at once, for devices too; earlier records stay."
        ),
        "form": form,
        "submit": w("终止", "End"),
        "crumbs": [Link(GRANTS, href("grants")), Link(found.words, href("grant", grant))],
        "cancel_href": href("grant", grant),
    }
    return render(request, "shell/form.html", context, status=form.status)


class GrantsTable(Table[GrantShown]):
    """Grants; without `who` for the page of one account, without `over` for that of one unit."""

    called: Mapping[str, Words]
    now: datetime
    who: bool = True
    over: bool = True

    role = Text(w("角色", "Role"), "words", link=lambda row: href("grant", row.id))
    title = Text(w("谁", "Who"), lambda row: row.title or "—", when="who")
    login = Code(w("账号", "Login"), when="who")
    unit = Named(w("范围（含下级）", "Scope, units below included"), when="over")
    since_at = When(w("自", "Since"))
    until_at = When(w("至", "Until"))
    standing = State(w("状态", "State"), lambda t, row: over_words(row, t.now), when="over")


class UnitGrantsTable(GrantsTable):
    """The same among other things of a page."""

    tall = False


def grant_table(actor: Actor, listed: list[GrantShown], *, who: bool = True, over: bool = True) -> GrantsTable:
    """Grants as a table."""
    called = units_called(actor, sorted({each.unit for each in listed})) if over else {}
    table = GrantsTable if over else UnitGrantsTable
    return table(listed, called, clock.current().now(), who, over)


def over_words(grant: GrantShown, now: datetime) -> Chip:
    """Whether a grant holds now."""
    if grant.until_at is not None and grant.until_at <= now:
        return Chip(w("已终止", "ended"), "excused")
    return Chip(w("有效", "active"), "done")


def must_hold(actor: Actor, verb: str) -> None:
    """Raises `not_allowed` for an actor who holds the verb nowhere."""
    if not actor.prefixes(verb):
        raise Refused(NOT_ALLOWED, verb=verb)


def _more_links() -> list[Link]:
    return [Link(w("账号", "Accounts"), href("users")), Link(w("角色表", "Roles"), href("roles"))]


def _seen(actor: Actor, grant: UUID) -> GrantShown:
    """The grant. Raises `not_found`, or `not_allowed` without the verb there."""
    found = access.grant(actor, grant)
    actor.must(SEE, found.path)
    return found


def _actions(actor: Actor, found: GrantShown, over: Any) -> list[Link]:
    mine = found.login == actor.login
    if over.mark != "done" or mine or not actor.may(GRANT, found.path):
        return []
    return [Link(w("终止授权", "End access"), href("grant-end", found.id))]
