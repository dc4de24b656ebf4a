"""playbook · render_records: the kinds of records and the figures that a playbook declares, as parts of its page."""

from __future__ import annotations

from lianfang.playbook.figures import FigureRule
from lianfang.playbook.markdown import both, table
from lianfang.playbook.playbook import Playbook
from lianfang.playbook.records import Counter, RecordField, RecordKind


def records(playbook: Playbook) -> list[str]:
    """What is filled in for each declared kind, and what its day adds up; nothing where there is none."""
    return [line for kind in playbook.records for line in _kind(kind)]


def figures(playbook: Playbook) -> list[str]:
    """The declared figures; nothing where there is none."""
    if not playbook.indicators:
        return []
    rows = [
        (rule.code, both(rule.words), both(rule.unit), _value(rule), both(rule.coverage))
        for rule in playbook.indicators
    ]
    return ["## Figures", "", *table(("Figure", "What", "Unit", "Is", "Checked of expected"), rows), ""]


def _kind(kind: RecordKind) -> list[str]:
    of = kind.target.sort + (f" ({', '.join(f'`{each}`' for each in kind.target.kinds)})" if kind.target.kinds else "")
    who = ", ".join(f"`{role}`" for role in kind.record)
    head = [
        f"## Record `{kind.code}`: {both(kind.words)}",
        "",
        f"Version {kind.version}, of a {of}; recorded by {who}.",
        "",
    ]
    fields = [(f"`{each.code}`", both(each.words), _holds(each), _asked(each)) for each in kind.fields]
    lines = [*head, *table(("Field", "What", "Holds", "Asked"), fields), ""]
    counted = [(f"`{each.code}`", both(each.words), _counts(each)) for each in kind.counters]
    return [*lines, *table(("Counter", "What", "Is"), counted), ""] if counted else lines


def _holds(each: RecordField) -> str:
    if each.choices:
        return f"{each.type}: " + "; ".join(f"`{choice.code}` {both(choice.words)}" for choice in each.choices)
    if each.type in ("whole", "decimal"):
        low, high = each.range
        return f"{each.type}, {low.normalize():f}–{high.normalize():f}{f' {each.unit}' if each.unit else ''}"
    return each.type + (", personal" if each.personal else "")


def _asked(each: RecordField) -> str:
    must = "required" if each.required else "may be left out"
    if each.when is None:
        return must
    values = ", ".join(str(value).lower() for value in each.when.any_of)
    return f"where `{each.when.field}` says {values}: {must}"


def _counts(each: Counter) -> str:
    what = f"sum of `{each.sum}`" if each.sum else f"different `{each.distinct}`" if each.distinct else "records"
    where = ", ".join(f"`{name}` = {str(value).lower()}" for name, value in each.where.items())
    return f"{what} where {where}" if where else what


def _value(rule: FigureRule) -> str:
    index = rule.value.index
    said = f"`{index.of}` × {index.times} / `{index.over}`" if index else f"`{rule.value.counter}`"
    return f"{said}; from `{rule.alert.reaches}` on the `{rule.alert.role}` is alerted" if rule.alert else said
