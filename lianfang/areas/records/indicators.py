"""records · indicators: a playbook's figures over the counters of its kinds, each as one statement for a tree."""

from __future__ import annotations

from lianfang.areas.records.projections import DAYS, ROWS, literal
from lianfang.kernel.indicators import Indicator, Source
from lianfang.playbook.figures import FigureRule

_RANGE = "path >= %(low)s AND path < %(high)s"
_NOBODY = "SELECT NULL::text AS unit, NULL::text AS path, NULL::bigint AS there WHERE false"
_PEOPLE = (
    "SELECT unit, path, sum(delta) AS there FROM people_headcount "
    f"WHERE day <= %(day)s AND {_RANGE} GROUP BY unit, path HAVING sum(delta) > 0"
)


def indicator_of(rule: FigureRule) -> Indicator:
    """The figure; behind it stand the day's entries of the kind that it counts."""
    evidence = (
        f"SELECT r.entry FROM {DAYS} d JOIN {ROWS} r ON r.kind = d.kind AND r.unit = d.unit AND r.day = d.day "
        f"WHERE d.kind = ANY({_array(_kinds_behind(rule))}) AND d.day = %(day)s AND d.path >= %(low)s "
        "AND d.path < %(high)s AND r.superseded_at IS NULL AND NOT r.exercise"
    )
    digits = rule.value.index.digits if rule.value.index else None
    return Indicator(rule.code, rule.words, rule.unit, rule.coverage, evidence, digits=digits)


def source_of(rule: FigureRule) -> Source:
    """What gives it for every unit of a path range. What is divided by nothing or by 0 is NULL, and so not reported."""
    column, index = rule.code.lower(), rule.value.index
    names = [name for name in (rule.value.counter, *((index.of, index.over) if index else ()), rule.checked) if name]
    if rule.expected and rule.expected.counter:
        names.append(rule.expected.counter)
    kinds = list(dict.fromkeys(_taken_apart(name)[0] for name in names))
    at = {name: f"s.n{number}" for number, name in enumerate(dict.fromkeys(names))}
    columns = "".join(f", {_counted(name)} AS {alias[2:]}" for name, alias in at.items())
    value = at[rule.value.counter] if rule.value.counter else ""
    checked = at[rule.checked] if rule.checked else "NULL::numeric"
    if index:
        value = f"round({at[index.of]} * {index.times} / NULLIF({at[index.over]}, 0), {index.digits})"
        checked = at[index.over]
    return Source(
        (rule.code,),
        f"WITH s AS (SELECT unit, max(path) AS path, max(changed_at) AS changed_at{columns} FROM {DAYS} "
        f"WHERE kind = ANY({_array(kinds)}) AND day = %(day)s AND {_RANGE} GROUP BY unit), t AS ({_there(rule)}) "
        f"SELECT unit, coalesce(s.path, t.path) AS path, s.changed_at, {value} AS {column}_value, "
        f"{checked} AS {column}_checked, {_expected(rule, at)} AS {column}_expected FROM s FULL JOIN t USING (unit)",
    )


def page_of(rule: FigureRule) -> str:
    """The name of the page with the records behind the figure: the list of the kind that it counts."""
    return f"records:{slug_of(_kinds_behind(rule)[0])}-list"


def slug_of(kind: str) -> str:
    """A kind's address below the area's."""
    return kind.split(".", 1)[1].replace("_", "-")


def _kinds_behind(rule: FigureRule) -> list[str]:
    index = rule.value.index
    names = (index.of, index.over) if index else (str(rule.value.counter),)
    return list(dict.fromkeys(_taken_apart(name)[0] for name in names))


def _taken_apart(name: str) -> tuple[str, str]:
    kind, _, counter = name.rpartition(".")
    return kind, counter


def _counted(name: str) -> str:
    kind, counter = _taken_apart(name)
    return f"max((figures ->> {literal(counter)})::numeric) FILTER (WHERE kind = {literal(kind)})"


def _there(rule: FigureRule) -> str:
    """The units that have something to check, also where nothing was recorded."""
    if rule.expected and rule.expected.people:
        return _PEOPLE
    if rule.expected and rule.expected.places:
        return (
            "SELECT unit, path, sum(delta) AS there FROM places_count "
            f"WHERE kind = ANY({_array(rule.expected.places)}) AND day <= %(day)s AND {_RANGE} "
            "GROUP BY unit, path HAVING sum(delta) > 0"
        )
    return _NOBODY


def _expected(rule: FigureRule, at: dict[str, str]) -> str:
    if rule.expected is None:
        return "NULL::numeric"
    expected = at[rule.expected.counter] if rule.expected.counter else "coalesce(t.there, 0)"
    # An index is weighed by all that it was divided by, though there were more than anybody knew of.
    return f"greatest({expected}, {at[rule.value.index.over]})" if rule.value.index else expected


def _array(texts: tuple[str, ...] | list[str]) -> str:
    return f"ARRAY[{', '.join(literal(text) for text in texts)}]::text[]"
