"""shell · kind read as: the rows of a sheet as they were understood, to be looked at before anything is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lianfang.ground.people import queries as people
from lianfang.ground.places import queries as places
from lianfang.ground.units import queries as units
from lianfang.kernel.kinds import Kind
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.tables import Columns, Figure, Table, Text, When
from lianfang.shell.kinds.form_schema import Spec, specs_of, walk
from lianfang.shell.kinds.sheets import RowRead
from lianfang.shell.kinds.wording import at, with_unit


class ReadTable(Table[RowRead]):
    """Each row with what its cells mean; columns in which nothing stands are left out."""

    fields: Sequence[tuple[str, Spec]]
    data: dict[int, dict[str, Any]]
    names: dict[object, Words | str]
    some_place: bool
    some_person: bool

    number = Figure(w("行", "Row"))
    unit = Text(w("单位", "Unit"), lambda t, row: t.names.get(row.draft.unit, row.draft.unit))
    occurred_at = When(w("发生时间", "When it happened"), lambda row: row.draft.occurred_at)
    place = Text(w("地点", "Place"), lambda t, row: t.names.get(row.draft.place, row.draft.place), when="some_place")
    person = Text(w("人员", "Person"), lambda t, row: t.names.get(row.draft.person, ""), when="some_person")

    @Columns
    def said(self) -> list[Text]:
        return [self._of(name, spec) for name, spec in self.fields]

    def _of(self, name: str, spec: Spec) -> Text:
        return Text(spec.words, lambda row: with_unit(spec, at(self.data[id(row)], name)))


def read_table(actor: Actor, kind: Kind, rows: Sequence[RowRead]) -> ReadTable:
    """The table of rows that make a draft."""
    drafts = [row.draft for row in rows if row.draft is not None]
    data = {id(row): _typed(kind, row.draft.data) for row in rows if row.draft is not None}
    names: dict[object, Words | str] = {}
    names |= {code: each.words for code, each in units.units(actor, sorted({each.unit for each in drafts})).items()}
    there = sorted({each.place for each in drafts if each.place})
    names |= {code: each.words for code, each in places.places(actor, there).items()} if there else {}
    persons = {each.person for each in drafts if each.person}
    names |= (
        {who: each.name for who, each in people.named(actor, persons, purpose=people.Purpose.WORK).items()}
        if persons
        else {}
    )
    fields = [
        (name, spec)
        for name, spec in walk(specs_of(kind.payload))
        if any(at(each, name) is not None for each in data.values())
    ]
    return ReadTable(rows, fields, data, names, bool(there), bool(persons), caption=w("读取结果", "Read as"))


def _typed(kind: Kind, data: Any) -> dict[str, Any]:
    """A row's data as it would be stored; as the sheet says it, where it does not hold."""
    try:
        return dict(kind.payload.model_validate(dict(data), strict=False).model_dump(mode="json"))
    except ValueError:
        return dict(data)
