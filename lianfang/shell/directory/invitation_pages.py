"""shell · directory: invitations: who has not come yet, inviting somebody, the sheets to print, again and no more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lianfang.ground.access import actions_invitations as actions
from lianfang.ground.access import queries_invitations as queries
from lianfang.ground.access.actions_invitations import InviteSpec
from lianfang.ground.access.card import USER
from lianfang.ground.access.queries_invitations import InvitationShown, Stands
from lianfang.ground.units import queries as units
from lianfang.kernel.problems import INVALID, Fault, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.typed import Unclear
from lianfang.kernel.words import Words, listed, w
from lianfang.shell.acting import form_page, pressed
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.tables import Code, Named, State, Table, Text, When
from lianfang.shell.components.types import Link
from lianfang.shell.cursors import PAGE_SIZE, Trail
from lianfang.shell.directory.codes import picture
from lianfang.shell.directory.grant_pages import must_hold
from lianfang.shell.directory.invitation_forms import InvitationFilter, InviteForm
from lianfang.shell.directory.links import USERS, elsewhere, href
from lianfang.shell.forms import posted
from lianfang.shell.kinds.called import Names
from lianfang.shell.ledger.names import units_called

_SHEET = 120  # invitations on one page to print
_WITH_IT = w("随邀请授权", "given with the invitation")
STANDS: dict[Stands, Chip] = {
    Stands.OPEN: Chip(w("待本人开通", "waiting to be accepted"), "due"),
    Stands.OVER: Chip(w("已过期", "expired"), "missed"),
    Stands.USED: Chip(w("已开通", "accepted"), "done"),
    Stands.REVOKED: Chip(w("已收回", "withdrawn"), "excused"),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One printed invitation: the picture, what it leads to; the address and the code that are typed where it cannot be
    scanned."""

    invitation: InvitationShown
    unit: Words | str
    roles: Words
    address: str
    door: str
    code: str
    svg: SafeString


def invitations_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who was invited and has not come yet, newest first."""
    must_hold(actor, USER)
    form, trail = InvitationFilter(actor, request.GET), Trail.asked(request, UUID)
    found = queries.invitations(
        actor, under=form.chosen("unit"), waiting=not form.chosen("every"), after=trail.after, limit=PAGE_SIZE + 1
    )
    page = trail.page(found, lambda each: each.id)
    known = units_called(actor, sorted({each.unit for each in page.items}))
    context = {
        "title": w("待本人开通的邀请", "Invitations waiting to be accepted"),
        "lede": w(
            "打印邀请单，或把链接发给本人；每份只能用一次。",
            "Print the sheet, or send its link to the person; each can be used once.",
        ),
        "filter_form": form,
        "table": InvitationsTable(list(page.items), known),
        "page": page,
        "crumbs": [Link(USERS, href("users"))],
        "actions": [
            Link(w("邀请一人", "Invite somebody"), href("invitation-new", unit=form.chosen("unit") or "")),
            Link(w("从表格邀请", "Invite from a sheet"), href("accounts-import")),
            Link(w("打印邀请单", "Print the sheets"), href("invitation-sheet", unit=form.chosen("unit") or "")),
        ],
        "empty_title": w("没有待开通的邀请", "No invitation is waiting"),
    }
    return render(request, "shell/list.html", context)


@never_cache
def new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Invites somebody of a unit's register; the sheet to print comes next."""
    must_hold(actor, USER)
    initial = {"unit": request.GET.get("unit", "")[:40], "language": "zh-hans"}
    form = InviteForm(actor, posted(request), initial=initial)
    return form_page(
        request, form, act=lambda said: _invited(actor, said),
        done=w("已邀请。请打印或把链接发给本人", "Invited. Print it, or send the link"),
        to=lambda made: href("invitation-sheet", only=made), back=href("invitations"),
        title=w("邀请一人", "Invite somebody"), submit=w("邀请", "Invite"),
        lede=w(
            "本人凭邀请码自己设密码，登录名按姓名自动编。角色的范围是所选单位及全部下级。",
            "The person sets a password with the code; the login is made from the name. The role covers "
            "the chosen unit and all below.",
        ),
        crumbs=[Link(USERS, href("users")), Link(w("邀请", "Invitations"), href("invitations"))],
    )  # fmt: skip


def _invited(actor: Actor, said: dict[str, Any]) -> UUID:
    """Raises `invalid` where nobody, or several, are called so, and what inviting raises."""
    try:
        person = Names(actor).person(said["number"] or said["name"], said["unit"])
    except Unclear as unclear:
        fault = Fault("number" if said["number"] else "name", unclear.words, "not_found")
        raise Refused(INVALID, faults=(fault,)) from None
    spec = InviteSpec(person, said["name"], said["unit"], said["role"], _WITH_IT.say())
    return actions.invite(actor, [spec], days=said["days"], language=said["language"])[0]


@never_cache
def sheet_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The invitations that wait, as sheets to print and cut; with `only`, one."""
    must_hold(actor, USER)
    form, only = InvitationFilter(actor, request.GET), _id(request.GET.get("only", ""))
    trail = Trail.asked(request, UUID)
    found = queries.invitations(
        actor, under=form.chosen("unit"), good=True, ids=[only] if only else None, after=trail.after, limit=_SHEET + 1
    )
    page = trail.page(found, lambda each: each.id, _SHEET)
    printed = queries.printed(actor, page.items, alone=only is not None)
    context = {
        "title": w("邀请单：{n} 份", "Invitations: {n}").fill(n=len(printed.codes)),
        "sheets": _sheets(request, actor, printed.codes),
        "withheld": printed.withheld,
        "page": page,
        "crumbs": [Link(USERS, href("users")), Link(w("邀请", "Invitations"), href("invitations"))],
        "back_href": href("invitations"),
    }
    return render(request, "directory/invitation_sheet.html", context)


@require_POST
def again_page(request: HttpRequest, actor: Actor, login: str) -> HttpResponse:
    """Another invitation for somebody who has not come; the one before is good no more."""
    return pressed(
        request, lambda: actions.invite_again(actor, login=login), warns=href("user", login),
        done=w("已重新邀请，以前的一份作废", "Invited again; the earlier invitation is void"),
        to=lambda made: href("invitation-sheet", only=made),
    )  # fmt: skip


@require_POST
def revoke_page(request: HttpRequest, actor: Actor, invitation: UUID) -> HttpResponse:
    """Takes an invitation back, at once."""
    login = queries.invitation(actor, invitation).login
    return pressed(
        request, lambda: actions.revoke_invitation(actor, invitation=invitation), warns=href("user", login),
        done=w("邀请已收回，立即失效", "The invitation is withdrawn and no longer valid"), to=href("user", login),
    )  # fmt: skip


def of_login(actor: Actor, login: str) -> dict[str, Any] | None:
    """The newest invitation of a login, for its page; None where it never had one."""
    found = queries.invitations(actor, waiting=False, login=login, limit=1)
    if not found:
        return None
    (shown,) = found
    return {
        "shown": shown,
        "chip": STANDS[shown.stands],
        "waits": shown.stands is Stands.OPEN,
        "again": shown.stands is not Stands.USED,
        "print_href": href("invitation-sheet", only=shown.id),
    }


def _sheets(request: HttpRequest, actor: Actor, found: Sequence[tuple[InvitationShown, str]]) -> list[Sheet]:
    known = units.units(actor, sorted({each.unit for each, _ in found}))
    made = []
    door = request.build_absolute_uri(elsewhere("invited"))
    for each, code in found:
        address = f"{door}?k={code}"
        unit = known[each.unit].words if each.unit in known else each.unit
        made.append(Sheet(each, unit, listed(each.role_words), address, door, code, picture(address)))
    return made


def _id(said: str) -> UUID | None:
    try:
        return UUID(said) if said else None
    except ValueError:
        return None


class InvitationsTable(Table[InvitationShown]):
    """Invitations with whom they are for."""

    called: Mapping[str, Words]

    name = Text(w("姓名", "Name"), link=lambda row: href("user", row.login))
    unit = Named(w("单位", "Unit"))
    roles = Text(w("角色", "Role"), lambda row: listed(row.role_words))
    login = Code(w("登录名", "Login"))
    made_at = When(w("邀请", "Invited"))
    expires_at = When(w("有效期至", "Valid until"))
    stands = State(w("状态", "State"), lambda row: STANDS[row.stands])
