"""records · indicators: a playbook's figures over the counters of its kinds, each as one statement for a tree."""

from __future__ import annotations

from collections.abc import Sequence

from lianfang.areas.records.projections import DAYS, ROWS, condition, literal
from lianfang.kernel.indicators import Indicator, Source
from lianfang.playbook.figures import FigureRule
from lianfang.playbook.records import Counter, RecordKind

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
        f"WHERE d.kind = ANY({_array(kinds_behind(rule))}) AND d.day = %(day)s AND d.path >= %(low)s "
        "AND d.path < %(high)s AND r.superseded_at IS NULL AND NOT r.exercise"
    )
    digits = rule.value.index.digits if rule.value.index else None
    return Indicator(
        rule.code, rule.words, rule.unit, rule.coverage, evidence, cumulates=rule.cumulates,
        persons=rule.of_persons, members=rule.expected is not None and rule.expected.people, digits=digits,
    )  # fmt: skip


def source_of(rule: FigureRule, declared: Sequence[RecordKind] = ()) -> Source:
    """What gives it for every unit of a path range. What is divided by nothing or by 0 is NULL, and so not reported.

    Of the places that are `declared` to be looked at, only those count that were open on the day and of a kind that is
    asked for: coverage is a set against a set.
    """
    column, index = rule.code.lower(), rule.value.index
    names = [name for name in (rule.value.counter, *((index.of, index.over) if index else ()), rule.checked) if name]
    if rule.expected and rule.expected.counter:
        names.append(rule.expected.counter)
    kinds = list(dict.fromkeys(_taken_apart(name)[0] for name in names))
    at = {name: f"s.n{number}" for number, name in enumerate(dict.fromkeys(names))}
    columns = "".join(f", {_counted(name)} AS {alias[2:]}" for name, alias in at.items())
    value = at[rule.value.counter] if rule.value.counter else ""
    seen = _seen(rule, declared)
    expected = _expected(rule, at)
    counted = "coalesce(c.seen, 0)" if seen else f"least({at.get(str(rule.checked))}, {expected})"
    checked = f"CASE WHEN {at[rule.checked]} IS NOT NULL THEN {counted} END" if rule.checked else "NULL::numeric"
    with_seen, joined = (f", c AS ({seen})", " LEFT JOIN c USING (unit)") if seen else ("", "")
    if index:
        value = f"round({at[index.of]} * {index.times} / NULLIF({at[index.over]}, 0), {index.digits})"
        checked = at[index.over]
    return Source(
        (rule.code,),
        f"WITH s AS (SELECT unit, max(path) AS path, max(changed_at) AS changed_at{columns} FROM {DAYS} "
        f"WHERE kind = ANY({_array(kinds)}) AND day = %(day)s AND {_RANGE} GROUP BY unit), "
        f"t AS ({_there(rule)}){with_seen} "
        f"SELECT unit, coalesce(s.path, t.path) AS path, s.changed_at, {value} AS {column}_value, "
        f"{checked} AS {column}_checked, {expected} AS {column}_expected "
        f"FROM s FULL JOIN t USING (unit){joined}",
    )


def page_of(rule: FigureRule) -> str:
    """The name of the page with the records behind the figure: the list of the kind that it counts."""
    return f"records:{slug_of(kinds_behind(rule)[0])}-list"


def slug_of(kind: str) -> str:
    """A kind's address below the area's."""
    return kind.split(".", 1)[1].replace("_", "-")


def kinds_behind(rule: FigureRule) -> list[str]:
    """The kinds of records that give the value."""
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


def _seen(rule: FigureRule, declared: Sequence[RecordKind]) -> str:
    """How many of the places to be looked at were; empty where the figure does not count places against places."""
    counted = place_counter(rule, declared)
    if counted is None or rule.expected is None:
        return ""
    kind, _ = _taken_apart(str(rule.checked))
    where = condition(counted)
    return (
        f"SELECT s.unit, count(DISTINCT r.place) AS seen FROM s JOIN {ROWS} r ON r.kind = {literal(kind)} "
        "AND r.unit = s.unit AND r.day = %(day)s AND r.superseded_at IS NULL AND NOT r.exercise "
        "JOIN places_place p ON p.code = r.place AND p.unit = r.unit "
        f"WHERE p.kind = ANY({_array(rule.expected.places)}) AND p.opened_on <= %(day)s "
        f"AND (p.closed_on IS NULL OR p.closed_on > %(day)s){' AND ' + where if where else ''} GROUP BY s.unit"
    )


def place_counter(rule: FigureRule, declared: Sequence[RecordKind]) -> Counter | None:
    """The counter of places that were looked at; None where the figure does not count places against places."""
    kind, name = _taken_apart(rule.checked or ".")
    counted = next((each for one in declared if one.code == kind for each in one.counters if each.code == name), None)
    if counted is None or counted.distinct != "place" or rule.expected is None or not rule.expected.places:
        return None
    return counted


def latest_sql(rule: FigureRule) -> str:
    """The newest value of an index or a counter for each unit, with its day, back to `since` from `day` on."""
    index = rule.value.index
    value = "" if index else _counted(str(rule.value.counter))
    if index:
        value = f"round({_counted(index.of)} * {index.times} / NULLIF({_counted(index.over)}, 0), {index.digits})"
    return (
        "SELECT DISTINCT ON (unit) unit, day, changed_at, value FROM (SELECT unit, day, "
        f"max(changed_at) AS changed_at, {value} AS value FROM {DAYS} WHERE kind = ANY({_array(kinds_behind(rule))}) "
        "AND day <= %(day)s AND day > %(since)s GROUP BY unit, day) v WHERE value IS NOT NULL ORDER BY unit, day DESC"
    )


def _expected(rule: FigureRule, at: dict[str, str]) -> str:
    if rule.expected is None:
        return "NULL::numeric"
    expected = at[rule.expected.counter] if rule.expected.counter else "coalesce(t.there, 0)"
    # An index is weighed by all that it was divided by, though there were more than anybody knew of.
    return f"greatest({expected}, {at[rule.value.index.over]})" if rule.value.index else expected


def _array(texts: tuple[str, ...] | list[str]) -> str:
    return f"ARRAY[{', '.join(literal(text) for text in texts)}]::text[]"
