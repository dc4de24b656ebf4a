"""duties · queries of coverage: the slots that E1, D1 and I1 are counted against, one by one."""

from __future__ import annotations

from collections.abc import Callable

from lianfang.areas.duties.indicators import duties_of, standing
from lianfang.areas.duties.kinds import SEE
from lianfang.areas.duties.policy import own_on
from lianfang.areas.duties.rules import EXPECTED_SQL
from lianfang.kernel.coverage import Coverage, Sort, part
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.words import Words, w
from lianfang.playbook import current

_OWN = """
SELECT s.unit, s.path, {part}
FROM duties_slot s
WHERE s.day = %(day)s AND s.path >= %(low)s AND s.path < %(high)s AND s.duty = ANY({duties}) AND {expected}
"""
# A unit states the slots of the units directly below it; the range may end before its children, as in slots_below.sql.
_BELOW = """
SELECT n.unit, n.path, {part}
FROM duties_slot s
JOIN units_path n ON n.path = left(s.path, length(s.path) - length(s.unit) - 1)
  AND n.since_day <= %(day)s AND n.until_day > %(day)s
WHERE s.day = %(day)s AND s.path > %(low)s AND s.path < rtrim(%(high)s, chr(1)) || chr(1114111)
  AND n.path >= %(low)s AND n.path < %(high)s AND s.duty = ANY({duties}) AND {expected}
"""


def _of_slot(sort: Sort, kind_sql: str, stands: str = "s.entry IS NOT NULL") -> str:
    return part(
        sort, key="concat_ws(' ', s.duty, s.number, s.target)", subject="s.target", kind_sql=kind_sql,
        checked=stands, slot="s", until_at="s.until_at", entry="s.entry",
    )  # fmt: skip


def _sql(said: str, sort: Sort) -> Callable[[str], str]:
    def sql(code: str) -> str:
        return said.format(
            part=_of_slot(sort, _kinds(code), standing(code)), duties=duties_of(code), expected=EXPECTED_SQL
        )

    return sql


def _kinds(code: str) -> str:
    """Which kind of record each duty of a figure waits for; one that a commander made waits for the first of them."""
    kinds = [(rule.code, each.kind) for rule in current().duties if rule.indicator == code for each in rule.versions]
    cases = " ".join(f"WHEN '{duty}' THEN '{kind}'" for duty, kind in dict(kinds).items())
    return f"CASE s.duty {cases} ELSE '{kinds[0][1]}' END" if kinds else "''::text"


def _coverage(code: str, said: str, sort: Sort, lacks: Words) -> Coverage:
    # Which slots are not done, a report lists by duty and window (`queries_lacking`), and missing reports by itself.
    return Coverage((code,), _sql(said, sort), SEE, lacks, told=False)


COVERAGES = (
    _coverage("E1", _OWN, Sort.PLACE, w("{n} 点次未消毒", "{n} rounds were not done")),
    _coverage("D1", _OWN, Sort.UNIT, w("{n} 班未交接签字", "{n} changes of shift were not signed")),
    _coverage("I1", _BELOW, Sort.UNIT, w("{n} 份下级日报未报", "{n} reports from below are missing")),
)


def slots_one_by_one(kind: str) -> Coverage | None:
    """The slots that records of a kind fulfil; None where the playbook has no duty of that kind."""
    rules = [rule for rule in current().duties if any(each.kind == kind for each in rule.versions)]
    if not rules:
        return None
    matched = {REGISTRY.targets()[each.targets.sort].matched_by for rule in rules for each in rule.versions}
    sort = next((each for each in (Sort.PERSON, Sort.PLACE, Sort.UNIT) if matched == {str(each)}), Sort.OTHER)
    columns = _of_slot(sort, f"'{kind}'::text")
    codes = ", ".join(f"'{rule.code}'" for rule in rules)
    own = own_on("%(day)s::date", f"'{kind}'")
    duties = f"ARRAY[{codes}]::text[] || ARRAY(SELECT code FROM ({own}) own)"
    return Coverage(
        (kind,),
        lambda _: _OWN.format(part=columns, duties=duties, expected=EXPECTED_SQL),
        SEE,
        w("{n} 项未做", "{n} not done"),
        told=False,
    )
