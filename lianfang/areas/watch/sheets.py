"""watch · sheets: a roster from a sheet: a row for each day or shift, who leads and who stands it by their names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta

from django.db import transaction

from lianfang.areas.watch import actions, policy, queries
from lianfang.areas.watch.actions import Plan
from lianfang.areas.watch.kinds import LEAD, ROSTER, STAND
from lianfang.areas.watch.rules import Staffing
from lianfang.areas.watch.sections import WatchPart
from lianfang.ground.people.rules import alike
from lianfang.kernel import clock
from lianfang.kernel.problems import Fault, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.typed import Unclear
from lianfang.kernel.words import Words, listed, w
from lianfang.playbook import current
from lianfang.shell.kinds.called import Names
from lianfang.shell.kinds.cells import several_in
from lianfang.shell.kinds.form_schema import FieldType, Spec
from lianfang.shell.kinds.grid import GridColumn
from lianfang.shell.kinds.taking import Roster, Row

_AHEAD = timedelta(days=14)  # days that stand in the template
_EVERY = "every"
_OF = "shift."
NO_ACCOUNT = w(
    "“{said}”在本单位没有可值班的账号；请先邀请并授予值班角色",
    "“{said}” has no account here that may be on watch; invite them with such a role first",
)
TWO_ALIKE = w(
    "有几个“{said}”可值班；请在账号上区分称呼", "several “{said}” may be on watch; give their accounts different titles"
)
WHICH_SHIFT = w(
    "当天有几个班次：{shifts}；请写班次，或写“每班”",
    "the day has several shifts: {shifts}; write which, or “every shift”",
)
NO_SHIFT = w("当天没有班次", "no shift begins on that day")
NOBODY = w("没有写值班的人", "nobody is named")
ONCE = w("表中第 {n} 行已排同一班", "row {n} of the sheet plans the same shift")
_DAY = Spec("on", w("日期", "Day"), FieldType.DATE, True)


def _make(actor: Actor, names: Names, own: str, rows: Sequence[Row]) -> None:
    now = clock.current().now()
    lead, stand = (_by_name(actor, queries.people(actor, own, verb, now)) for verb in (LEAD, STAND))
    stood = _stood(actor, own, [row.said["on"] for row in rows])
    seen: dict[tuple[date, str], int] = {}
    for row in rows:
        plans = [*_plans(row, lead, stand, stood)]
        for plan in plans:
            if (first := seen.setdefault((plan.on, plan.shift), row.number)) != row.number:
                row.faults.append(Fault("on", ONCE.fill(n=first), "twice"))
        if not row.open:
            continue
        try:
            with transaction.atomic():
                written = actions.roster(actor, unit=own, plans=plans)
        except Refused as refused:
            row.refused = refused
        else:
            row.made, row.known = bool(written), not written


def _stood(actor: Actor, own: str, days: Collection[date]) -> Mapping[tuple[date, str], Staffing]:
    """Who stands the shifts of some days by now."""
    shifts = [each for day in days for each in policy.shifts_of(day)]
    if not shifts:
        return {}
    first, last = min(each.begins_at for each in shifts), max(each.ends_at for each in shifts)
    return {(on, code): each for (_, on, code), each in queries.roster(actor, first, last, [own]).items()}


def _plans(
    row: Row,
    lead: Mapping[str, list[str]],
    stand: Mapping[str, list[str]],
    stood: Mapping[tuple[date, str], Staffing],
) -> Iterator[Plan]:
    """What a row plans: the people beside a shift, or those in the columns of the shifts. Of whom the sheet has no
    column, nothing is said: whoever leads or stands the shift stays."""
    on = row.said["on"]
    there = {each.code: each.words for each in policy.shifts_of(on)}
    said = {code: row.said[_OF + code] for code in there if _OF + code in row.said}
    if "officers" in row.said or not said:
        for code in _shifts(row, there):
            said[code] = row.said.get("officers", "")
    for code, people in said.items():
        leaders = [_meant(row, "leader", name, lead) for name in several_in(row.said.get("leader", ""))]
        at = "officers" if _OF + code not in row.said else _OF + code
        officers = tuple(_meant(row, at, name, stand) for name in several_in(people))
        if len(leaders) > 1 or not (leaders or officers):
            row.faults.append(Fault("leader" if leaders else at, NOBODY if not leaders else _ONE_LEADER))
        now = stood.get((on, code))
        leader = leaders[0] if leaders else None
        yield Plan(
            on, code,
            leader if now is None or "leader" in row.asked else now.leader,
            officers if now is None or at in row.asked else now.officers,
        )  # fmt: skip


_ONE_LEADER = w("每班一位带班领导", "a shift has one leader")


def _shifts(row: Row, there: Mapping[str, Words]) -> Collection[str]:
    said = row.said.get("shift")
    if said == _EVERY or (said is None and len(there) == 1):
        return there
    if said is not None and said in there:
        return [said]
    words = WHICH_SHIFT.fill(shifts=listed([*there.values()])) if there else NO_SHIFT
    row.faults.append(Fault("shift", words, "missing"))
    return []


def _by_name(actor: Actor, logins: Collection[str]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for login, name in queries.called(actor, logins).items():
        for each in {alike(name), alike(login)}:
            found[each].append(login)
    return found


def _meant(row: Row, column: str, name: str, known: Mapping[str, list[str]]) -> str:
    """The login of whoever is called so; a fault of the row where it cannot be told."""
    found = known.get(alike(name), [])
    if len(found) == 1:
        return found[0]
    unclear = Unclear(TWO_ALIKE if found else NO_ACCOUNT, name)
    row.faults.append(Fault(column, unclear.words, "not_found"))
    return name


def _begun(actor: Actor, own: str) -> Sequence[Mapping[str, object]]:
    """Two weeks of shifts from tomorrow, with who stands them already."""
    first = clock.local(clock.current().now()).date() + timedelta(days=1)
    shifts = [each for n in range(_AHEAD.days) for each in policy.shifts_of(first + timedelta(days=n))]
    if not shifts:
        return []
    stood = queries.roster(actor, shifts[0].begins_at, shifts[-1].ends_at, [own])
    staffed = {each.code + each.on.isoformat(): stood.get((own, each.on, each.code)) for each in shifts}
    called = queries.called(actor, {person for each in staffed.values() if each for person in each.people})
    rows = []
    for each in shifts:
        staffing = staffed[each.code + each.on.isoformat()]
        leader = staffing.leader if staffing else None
        officers = [called[one] for one in staffing.officers] if staffing else []
        rows.append(
            {
                "on": each.on.isoformat(), "shift": each.words.say(), "leader": called[leader] if leader else None,
                "officers": "、".join(officers) or None,
            }
        )  # fmt: skip
    return rows


def _columns() -> list[GridColumn]:
    shifts = {rule.code: Words(rule.words.zh, rule.words.en) for rule in current().part(WatchPart).watch_shifts}
    several = w("几个人用顿号、逗号或换行隔开", "several, with commas or line breaks between")
    return [
        GridColumn("on", _DAY.words, True, _DAY, "2020-08-10", ("值班日期", "时间", "年月日", "Date")),
        GridColumn(
            "shift", w("班次", "Shift"), also=("班别",),
            choices={**shifts, _EVERY: w("每班", "every shift")},
        ),
        GridColumn(
            "leader", w("带班领导", "Duty leader"),
            also=("带班", "值班领导", "带班人", "Leader", "Leader in charge"),
        ),
        GridColumn(
            "officers", w("值班员", "Duty officers"), hint=several,
            also=("值班人员", "值班人", "值班", "人员", "姓名", "值班名单", "On duty", "Officer", "Officers"),
        ),
        *(GridColumn(_OF + code, words, hint=several) for code, words in shifts.items()),
    ]  # fmt: skip


ROSTER_SHEET = Roster(
    "watch.roster", w("值班表", "duty roster"), ROSTER, _columns, _make, begun=_begun, back="watch:now"
)
