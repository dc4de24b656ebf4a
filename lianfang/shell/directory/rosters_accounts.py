"""shell · directory: accounts from a sheet: people of the register are invited by name, each with a role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from lianfang.ground.access import actions, actions_invitations, queries_invitations
from lianfang.ground.access.actions_invitations import InviteSpec
from lianfang.ground.access.card import USER
from lianfang.ground.access.problems import ALREADY_HELD
from lianfang.ground.access.queries_invitations import Held
from lianfang.ground.access.roles import role_words
from lianfang.kernel.kinds import Origin
from lianfang.kernel.problems import Fault, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.typed import Unclear
from lianfang.kernel.words import w
from lianfang.shell.directory.heads_of_units import UNIT_HEADS, WHERE_PEOPLE_ARE, ahead_of, kinds_of_units
from lianfang.shell.kinds.called import Names
from lianfang.shell.kinds.grid import GridColumn
from lianfang.shell.kinds.taking import Roster, Row, ask_of_unread, meant

_NOTE = w("随邀请授权", "given with the invitation")


def _make(actor: Actor, names: Names, own: str, rows: Sequence[Row]) -> None:
    ask_of_unread(rows, "of_unit", ahead_of(names), names.knows_unit)
    names.ahead({row.said[code] for row in rows for code in ("of_unit", "unit") if code in row.said}, ())
    by_unit: dict[str, list[Row]] = {}
    for row in rows:
        of = meant(row, "of_unit", names.unit, own)
        row.spec = of
        if row.open and of:
            by_unit.setdefault(of, []).append(row)
    for unit, listed in by_unit.items():
        names.people_ahead(unit, [row.said["name"] for row in listed if "number" not in row.said])
    meets: list[tuple[Row, UUID, str]] = []
    for row in rows:
        over = meant(row, "unit", names.unit, row.spec or own)
        if row.open and (person := _person(names, row, str(row.spec))) is not None:
            meets.append((row, person, str(over)))
    there = queries_invitations.held_by(actor, {person for _, person, _ in meets})
    for row, person, over in meets:
        _invite(actor, there, row, person, over)


def _person(names: Names, row: Row, of: str) -> UUID | None:
    """Whom the row names; None where that cannot be told, which is then its fault."""
    try:
        return names.person(row.said.get("number", row.said["name"]), of)
    except Unclear as unclear:
        row.faults.append(Fault("number" if "number" in row.said else "name", unclear.words, "not_found"))
        return None


def _invite(actor: Actor, there: dict[UUID, Held], row: Row, person: UUID, over: str) -> None:
    """The person gets an account and a role; one who has an account gets the role; one who has both is there."""
    held, role, note = there.get(person), row.said["role"], _NOTE.say()
    if held is not None and (role, over) in held.roles:
        row.known = True
        return
    try:
        with transaction.atomic():
            if held is None:
                spec = InviteSpec(person, row.said["name"], over, role, note)
                actions_invitations.invite(actor, [spec], origin=Origin.IMPORT)
            else:
                actions.give_grant(actor, login=held.login, role=role, unit=over, note=note, origin=Origin.IMPORT)
    except Refused as refused:
        row.known, row.refused = refused.problem is ALREADY_HELD, None if refused.problem is ALREADY_HELD else refused
    else:
        row.made = True
        if held is None:
            there |= queries_invitations.held_by(actor, {person})


def _columns() -> list[GridColumn]:
    roles = {str(role): words for role, words in role_words().items()}
    return [
        GridColumn(
            "name", w("姓名", "Name"), True, also=("人员姓名", "人员", "Full name"),
            hint=w("名册上的姓名", "the name on the register"),
        ),
        GridColumn(
            "of_unit", w("所在单位", "Unit of the person"),
            also=(*UNIT_HEADS, *WHERE_PEOPLE_ARE, *kinds_of_units()),
        ),
        GridColumn("role", w("角色", "Role"), True, also=("岗位", "职责", "权限"), choices=roles),
        GridColumn(
            "unit", w("负责范围", "Over which unit"), also=("范围", "授权单位"),
            hint=w("不填则为所在单位", "left empty, the unit of the person"),
        ),
        GridColumn(
            "number", w("电话或证件号码", "Telephone or identity number"), also=("电话", "手机", "手机号", "身份证号"),
            hint=w("同名时用来分清", "tells two of one name apart"),
        ),
    ]  # fmt: skip


def _begun(_: Actor, own: str) -> Sequence[Mapping[str, Any]]:
    """A row for each role, so that nobody has to look up what they are called."""
    return [{"role": words.say()} for words in role_words().values()]


ACCOUNTS = Roster(
    "accounts", w("账号邀请", "invitations"), USER, _columns, _make, begun=_begun, back="shell:directory:invitations"
)
