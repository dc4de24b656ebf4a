"""tests · examples: data of any kind of record, from its payload's own rules; an area says only what these cannot know.

What a payload holds against itself (a count that must add up, an item in its own unit) stands in the area's
`tests/examples.py` as `EXAMPLES`: code of the kind → data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from pydantic import BaseModel, ValidationError

from lianfang.config import areas
from lianfang.kernel.kinds import Kind
from lianfang.shell.kinds.form_schema import FieldType, Spec, specs_of

# Texts of which one fits the pattern of any code that the house's payloads ask for.
_CODES = (
    "X1", "x1", "x.y", "lift", "650100", "E01", "A1", "08:00", "/backup", "0" * 16, "0" * 64, "0" * 128,
    "LIANFANG:1:" + "A" * 120,
)  # fmt: skip
_PLAIN: dict[FieldType, tuple[Any, Any]] = {
    FieldType.YES_NO: (True, False),
    FieldType.DATE: ("2020-08-10", "2020-08-11"),
    FieldType.MOMENT: ("2020-08-10T08:00:00+08:00", "2020-08-10T09:00:00+08:00"),
    FieldType.TIME: ("08:00", "09:00"),
    FieldType.ID: ("01737c00-0000-7000-8000-000000000001", "01737c00-0000-7000-8000-000000000002"),
    FieldType.LINE: ("example", "another"),
    FieldType.TEXT: ("An example.", "Another."),
}


@cache
def said_by_areas() -> dict[str, dict[str, Any]]:
    """Every area's own examples."""
    found: dict[str, dict[str, Any]] = {}
    for module in areas.modules():
        name = f"{module}.tests.examples"
        if find_spec(f"{module}.tests") and find_spec(name):
            found |= import_module(name).EXAMPLES
    return found


def full(kind: Kind) -> dict[str, Any]:
    """Data with every field that may be said at once."""
    if kind.code in said_by_areas():
        return dict(said_by_areas()[kind.code])
    return _data(kind.payload, all_of_it=True)


def short(kind: Kind) -> dict[str, Any]:
    """The least that may be said."""
    said = full(kind)
    for name, info in kind.payload.model_fields.items():
        if name in said and not info.is_required():
            fewer = {field: value for field, value in said.items() if field != name}
            said = fewer if holds(kind.payload, fewer) else said
    return said


def stored(kind: Kind, data: dict[str, Any]) -> dict[str, Any]:
    """The data as the ledger keeps it."""
    made: dict[str, Any] = kind.payload.model_validate(data, strict=False).model_dump(mode="json", exclude_none=True)
    return made


def changed(kind: Kind, data: dict[str, Any]) -> dict[str, Any]:
    """The same with one field said otherwise, so that it still holds."""
    for spec in specs_of(kind.payload):
        for other in _values(kind.payload, spec):
            said = {**data, spec.name: other}
            if other != data.get(spec.name) and holds(kind.payload, said):
                return said
    raise AssertionError(f"nothing in {kind.code} can be said otherwise: say an example of it in its area's tests")


def holds(payload: type[BaseModel], data: dict[str, Any]) -> bool:
    """Whether the payload takes the data."""
    try:
        payload.model_validate(data, strict=False)
    except ValidationError:
        return False
    return True


def _data(payload: type[BaseModel], *, all_of_it: bool) -> dict[str, Any]:
    said = {spec.name: next(_values(payload, spec)) for spec in specs_of(payload) if all_of_it or spec.required}
    if holds(payload, said):
        return said
    fitting = _conditions_kept(payload, said)
    if holds(payload, fitting):
        return fitting
    assert all_of_it, f"say an example of {payload.__module__}.{payload.__name__} in its area's tests/examples.py"
    return _data(payload, all_of_it=False)


def _conditions_kept(payload: type[BaseModel], said: dict[str, Any]) -> dict[str, Any]:
    """The same without the optional fields that the others rule out, and with those that they then ask for."""
    spare, _ = _named(payload, said)
    fewer = {name: value for name, value in said.items() if name not in spare}
    _, lacking = _named(payload, fewer)
    return fewer | {spec.name: next(_values(payload, spec)) for spec in specs_of(payload) if spec.name in lacking}


def _named(payload: type[BaseModel], data: dict[str, Any]) -> tuple[set[str], set[str]]:
    """The optional fields that are refused as they are, and the fields that are missing."""
    try:
        payload.model_validate(data, strict=False)
    except ValidationError as error:
        wrong = {str(each["loc"][0]) for each in error.errors() if each["loc"]}
        optional = {name for name, info in payload.model_fields.items() if not info.is_required()}
        return wrong & optional & data.keys(), wrong - data.keys()
    return set(), set()


def _values(payload: type[BaseModel], spec: Spec) -> Iterator[Any]:
    """Values that a field may hold, each by itself."""
    if spec.shape is FieldType.GROUP:
        yield _data(_inner(payload, spec.name), all_of_it=True)
    elif spec.shape is FieldType.ROWS:
        yield [_data(_inner(payload, spec.name), all_of_it=True)]
    elif spec.shape is FieldType.CHOICE:
        yield from (int(each) if spec.whole else each for each in spec.choices or ())
    elif spec.shape is FieldType.CHOICES:
        yield from ([each] for each in spec.choices or ())
    elif spec.shape in (FieldType.WHOLE, FieldType.NUMBER):
        low = spec.low if spec.low is not None else 0
        low = float(low) if isinstance(low, Decimal) else low
        yield from (low + 1, low + 2, low)
    elif spec.shape is FieldType.FILES:
        yield from (each if spec.longest == 1 else [each] for each in ("0" * 64, "1" * 64))
    elif spec.shape is FieldType.CODE:
        yield from (each for each in _CODES if _fits(payload, spec.name, each))
    elif spec.shape is FieldType.LINES:
        yield from ([each] for shape in (FieldType.LINE, FieldType.ID) for each in _PLAIN[shape])
    else:
        yield from _PLAIN[spec.shape]


def _fits(payload: type[BaseModel], name: str, text: str) -> bool:
    rules = payload.model_json_schema()["properties"][name]
    pattern = next((each["pattern"] for each in (rules, *rules.get("anyOf", ())) if "pattern" in each), "")
    return re.search(pattern, text) is not None


def _inner(payload: type[BaseModel], name: str) -> type[BaseModel]:
    """The payload inside a field, in whatever it is wrapped."""
    left = [payload.model_fields[name].annotation]
    while left:
        one = left.pop()
        if isinstance(one, type) and issubclass(one, BaseModel):
            return one
        left += getattr(one, "__args__", ())
    raise LookupError(name)
