"""shell · kind heads said: what is said of a sheet's heads, on the page or by its unit before, and kept for the next.

Heads are known by their words and never by their places, so a column that moved is read as before, and told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict

from lianfang.ground.sheets import actions, queries
from lianfang.ground.sheets.queries import SavedHeads
from lianfang.kernel import characters
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.text import moment
from lianfang.shell.kinds.form_schema import FieldType
from lianfang.shell.kinds.grid import SHOWN_ONLY, GridColumn
from lianfang.shell.kinds.heads import HeadsRefused, Taken, Told, storable

_HEAD, _ALL, _SAID = "head.", "all.", "heads_said"
_LONGEST = 200
_DATED = (FieldType.DATE, FieldType.MOMENT)
NOT_THERE = "-"  # chosen where a field has no column
# What a kind's export carries beside and nobody maps by hand.
_BESIDE = frozenset({"id", "known_at", "evidence", "exercise", "corrects", "reason"})


@dataclass(frozen=True, slots=True)
class HeadChoice:
    """A field, under which head of the sheet it stands, and what it is in all rows where it has none."""

    code: str
    words: Words
    required: bool
    head: str
    fixed: str
    missing: bool


class HeadsSaid:
    """What is said of the heads of one sheet: asked while it is read, and kept where it is recorded."""

    def __init__(
        self, actor: Actor, sort: str, verb: str, unit: str | None, columns: Sequence[GridColumn], said: QueryDict
    ) -> None:
        self.actor, self.sort, self.verb, self.unit = actor, sort, verb, unit
        self.columns = [each for each in columns if not each.code.startswith(SHOWN_ONLY) and each.code not in _BESIDE]
        self.heads: list[str] = []
        self.taken: list[Taken] = []
        self.saved: SavedHeads | None = None
        self._now = _said_in(said, self.columns) if _SAID in said else None

    def told(self, heads: Sequence[str]) -> Told:
        """What counts for a sheet with these heads: what the page says, else what the unit said of such before."""
        self.heads = [*heads]
        if self._now is not None:
            return self._now
        self.saved = queries.saved(self.actor, self.unit, self.sort, heads) if self.unit and heads else None
        if self.saved is None:
            return Told()
        self.saved = replace(self.saved, fixed=_lasting(self.saved.fixed, self.columns))
        return Told(self.saved.said, self.saved.fixed, loose=True)

    def found(self, taken: Sequence[Taken]) -> Mapping[str, str]:
        """Remembers the sheets as they were read; gives what holds in all rows."""
        self.taken = [*taken]
        return self._now.fixed if self._now else self.saved.fixed if self.saved else {}

    def of(self, refused: Refused | None) -> HeadsSaid | None:
        """Itself, where there is something to show: also of a sheet that was refused for its heads."""
        if isinstance(refused, HeadsRefused) and not self.heads:
            self.heads = [*refused.heads]
        return self if self.heads else None

    def keep(self) -> None:
        """Keeps what the page said, for the next sheet with these heads."""
        if self._now is not None and self.unit and self.heads and self.taken:
            found = self._by_field()
            actions.keep_heads(
                self.actor, verb=self.verb, unit=self.unit, sort=self.sort, heads=self.heads,
                said={each.code: head for each in self.columns if (head := found.get(each.code))}
                | {code: "" for code, head in self._now.heads.items() if not head},
                fixed=_lasting(self._now.fixed, self.columns),
            )  # fmt: skip

    @property
    def unread(self) -> tuple[str, ...]:
        """Heads that are nobody's."""
        return tuple(dict.fromkeys(head for each in self.taken for head in each.headed.unknown))

    @property
    def notes(self) -> list[Words]:
        """What is to be known about how the heads were read."""
        if self.saved is None:
            return []
        said = w("按{at}保存的列名对应读取", "Read with the heads as saved on {at}")
        found = [said.fill(at=moment(self.saved.changed_at))]
        if [*map(characters.folded, self.saved.heads)] != [*map(characters.folded, self.heads)]:
            found.append(
                w(
                    "列的位置与上次不同：按列名读取，不按位置",
                    "The columns are in another order than last time: they are read by head, not by position",
                )
            )
        return found

    @property
    def choices(self) -> list[HeadChoice]:
        """Every field with its head, for the page; none where the sheet has no heads at all."""
        if not self.heads:
            return []
        by_field = self._by_field()
        fixed = self._now.fixed if self._now else self.saved.fixed if self.saved else {}
        return [
            HeadChoice(
                each.code, each.words, each.required, by_field.get(each.code, ""), fixed.get(each.code, ""),
                each.required and each.code not in by_field and each.code not in fixed,
            )
            for each in self.columns
        ]  # fmt: skip

    @property
    def open(self) -> bool:
        """Whether something of the heads wants looking at."""
        used = {*self._by_field().values()}
        return any(each.missing for each in self.choices) or bool({*self.heads} - used)

    def _by_field(self) -> dict[str, str]:
        """Field → head, as the sheets were read; before they could be, as the page says."""
        found = {
            column.code: head
            for each in reversed(self.taken)
            for column, head in zip(each.headed.columns, each.headed.heads, strict=True)
            if column is not None
        }
        return found or {code: head for code, head in (self._now.heads if self._now else {}).items() if head}


def _lasting(fixed: Mapping[str, str], columns: Sequence[GridColumn]) -> dict[str, str]:
    """What holds in all rows of the next sheet, too: no day and no moment, or the next day records yesterday's."""
    dated = {each.code for each in columns if each.code == "occurred_at" or (each.spec and each.spec.shape in _DATED)}
    return {code: value for code, value in fixed.items() if code not in dated}


def _said_in(said: QueryDict, columns: Sequence[GridColumn]) -> Told:
    heads, fixed = {}, {}
    for column in columns:
        head, value = (storable(said.get(part + column.code, "")) for part in (_HEAD, _ALL))
        if head:
            heads[column.code] = "" if head == NOT_THERE else head[:_LONGEST]
        if value.strip():
            fixed[column.code] = value.strip()[:_LONGEST]
    return Told(heads, fixed, loose=True)
