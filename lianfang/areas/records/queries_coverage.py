"""records · queries of coverage: the places, people and numbers that a playbook's figures are counted against."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from lianfang.areas.records.indicators import kinds_behind, place_counter, source_of
from lianfang.areas.records.projections import ROWS, condition, literal
from lianfang.kernel.coverage import Coverage, Sort, part
from lianfang.kernel.expectations import open_slots, slots_one_by_one
from lianfang.kernel.words import w
from lianfang.playbook.figures import FigureRule
from lianfang.playbook.records import Counter, RecordKind

_PLACES = """
SELECT p.unit, n.path, {part}
FROM units_path n
JOIN places_place p ON p.unit = n.unit AND p.kind = ANY({kinds}) AND p.opened_on <= %(day)s
  AND (p.closed_on IS NULL OR p.closed_on > %(day)s)
LEFT JOIN ({slots}) s ON s.target = p.code
WHERE n.path >= %(low)s AND n.path < %(high)s AND n.since_day <= %(day)s AND n.until_day > %(day)s
"""


def coverages_of(
    rules: Sequence[FigureRule], declared: Sequence[RecordKind], due: Collection[str]
) -> tuple[Coverage, ...]:
    """A coverage for each figure that says how many there are to check; of any other the slots of its kind of record,
    where that is `due` by some duty: what is not done there is missing from the figure."""
    counted = [_coverage(rule, declared) for rule in rules if rule.expected is not None]
    return (*counted, *(_of_duty(rule) for rule in rules if rule.expected is None and kinds_behind(rule)[0] in due))


def _of_duty(rule: FigureRule) -> Coverage:
    kind = kinds_behind(rule)[0]

    def sql(code: str) -> str:
        declared = slots_one_by_one(kind)
        if declared is None:
            raise LookupError(f"no duty waits for {kind}")
        return declared.sql(kind)

    # A report lists by duty and window what was not done (`told`).
    return Coverage(
        (rule.code,), sql, f"{kind}.see", w("{n} 项未做", "{n} not done"), told=False,
        counted=w("已做项 / 应做项（按职责；指标本身不设应查数）", "done / due by duty; the figure expects no number"),
    )  # fmt: skip


def _coverage(rule: FigureRule, declared: Sequence[RecordKind]) -> Coverage:
    kind = kinds_behind(rule)[0]
    counter = place_counter(rule, declared)
    if counter is not None and rule.expected is not None:
        said = _of_places(kind, counter, rule.expected.places)
        return Coverage((rule.code,), lambda code: said(), f"{kind}.see", w("{n} 处未查", "{n} places not checked"))
    source, column = source_of(rule, declared), rule.code.lower()
    # Only numbers are known: of a unit, how many were looked at of how many.
    columns = part(
        Sort.UNIT, key="x.unit", subject="x.unit", kind=kind, checked=f"least(coalesce(x.{column}_checked, 0), "
        f"x.{column}_expected)", expected=f"x.{column}_expected",
    )  # fmt: skip
    return Coverage(
        (rule.code,),
        lambda code: f"SELECT x.unit, x.path, {columns} FROM ({source.sql}) x WHERE x.{column}_expected > 0",
        f"{kind}.see",
        w("{n} 未查", "{n} not checked"),
    )


def _of_places(kind: str, counter: Counter, places: Sequence[str]) -> Callable[[], str]:
    where = condition(counter)
    looked = (
        f"EXISTS (SELECT FROM {ROWS} r WHERE r.kind = {literal(kind)} AND r.unit = p.unit AND r.day = %(day)s "
        f"AND r.place = p.code AND r.superseded_at IS NULL AND NOT r.exercise{' AND ' + where if where else ''})"
    )
    columns = part(
        Sort.PLACE, key="p.code", subject="p.code", kind=kind, slot="s", until_at="s.until_at", checked=looked
    )
    kinds = ", ".join(literal(each) for each in places)
    return lambda: (
        _PLACES.replace("{part}", columns).replace("{kinds}", f"ARRAY[{kinds}]::text[]")
        .replace("{slots}", open_slots(kind))
    )  # fmt: skip
