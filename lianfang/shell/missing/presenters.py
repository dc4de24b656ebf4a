"""shell · missing presenters: the list of what is missing and the list of the evidence, as tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.cells import Button, Small
from lianfang.shell.components.marks import Chip, SlotState
from lianfang.shell.components.tables import Figure, Sentence, State, Table, Text, When, Who
from lianfang.shell.kinds.console import entry_href
from lianfang.shell.kinds.wording import sentence
from lianfang.shell.ledger import names
from lianfang.shell.ledger import queries as ledger
from lianfang.shell.missing.queries import Lack
from lianfang.shell.missing.reminding import Reminding

_INCOMPLETE = Chip(w("记录不全", "incomplete"), "doubtful", "near")


class LacksTable(Table[Lack]):
    """What is missing, one by one, each with what the reader can do here and now."""

    several: bool
    reminding: Reminding
    tall = False

    words = Text(w("缺什么", "What is missing"))
    pick = State(w("选", "Choose"), lambda t, row: t.reminding.boxes.get(row.part.key, ""), when="reminds")
    unit = Text(w("单位", "Unit"))
    count = Figure(w("人数", "People"), when="several")
    due_at = When(w("时限", "Due"), "part.due_at")
    state = State(w("状态", "State"), lambda row: state_of(row))

    @Sentence(w("办理", "Action"))
    def ways(self, row: Lack) -> tuple[Small | Button, ...]:
        """Who was reminded of it, and the ways on."""
        before = self.reminding.before.get(row.whose)
        said = (Small(before),) if before and row.part.key in self.reminding.boxes else ()
        return (*said, *(Button(way.words, way.href) for way in row.ways))

    @property
    def reminds(self) -> bool:
        """Whether there is anybody whom the reader may remind."""
        return self.reminding.bulk is not None


def state_of(row: Lack) -> Chip | SlotState:
    """How it stands; of a record that is there and lacks something, that."""
    return _INCOMPLETE if row.part.entry is not None else row.part.state


def lacks_table(rows: list[Lack], reminding: Reminding) -> LacksTable:
    return LacksTable(rows, any(row.count > 1 for row in rows), reminding)


class EntriesTable(Table[Any]):
    """The entries as sentences; one whose kind is not the reader's to see is named by its kind only."""

    actor: Actor
    data: Mapping[UUID, Any]
    called: names.Called
    late: frozenset[UUID]
    tall = False

    occurred_at = When(w("时间", "When"), link=lambda t, row: entry_href(row.kind, row.id) if t.sees(row) else "")
    who = Text(w("人员/地点", "Person or place"), lambda t, row: t.about(row))
    said = Sentence(
        w("记录", "Entry"),
        lambda t, row: (
            sentence(row.kind, t.data[row.id]) if t.sees(row) else w("无权查看内容", "no permission to view")
        ),
    )
    unit = Text(w("单位", "Unit"), lambda t, row: t.called.unit(row.unit))
    recorded_by = Who(w("记录人", "By"))
    note = State(
        w("说明", "Note"),
        lambda t, row: Chip(w("确认后补记", "after the filing"), "late", "near") if row.id in t.late else "",
    )

    def about(self, row: Any) -> Words | str:
        """Whom or what the entry is about."""
        if not self.sees(row):
            return ""
        return self.called.person(row.person) or self.called.place(row.place) or ""

    def sees(self, row: Any) -> bool:
        return ledger.may_see(self.actor, row)
