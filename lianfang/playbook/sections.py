"""playbook · sections: the parts that a playbook may have or leave out: a file, or a folder of files.

An area's card names those that only the area reads (`Card.playbook`), with the shape in its `sections.py`. A playbook
without a part has none of its rules, and the code that asks for them finds nothing to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from lianfang.playbook import declared, figures, places, records, roles, wordlists
from lianfang.playbook.shapes import DosesPart
from lianfang.playbook.source import Document

if TYPE_CHECKING:
    from lianfang.playbook.trying import Registered

Documents = Mapping[str, Document]


@dataclass(frozen=True, slots=True)
class PlaybookSection:
    """A part of a playbook. `name` is a file (`duties.yaml`), or a folder (`procedures/`) of files of one shape.

    Of a file, each field of the model becomes a field of the playbook; of a folder, the models become the tuple
    `into`. `rules` names the fields of a file that list rules with versions: their codes, periods and sources are
    checked like those of every other rule. `lists` names those that list codes without versions. `check` finds what
    one file alone cannot know, and adds faults to the documents in which they stand; `tries` does so with what the
    cards register. `page` gives the part's lines on the page of all rules; none where a playbook leaves it out. A part
    that `judges` nothing (what is read, and when somebody is reminded) may be said otherwise of days that are over.
    """

    name: str
    model: type[BaseModel]
    into: str = ""
    rules: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    check: Callable[[Documents], None] = lambda documents: None
    tries: Callable[[Documents, Registered], None] = lambda documents, known: None
    page: Callable[[Any], Sequence[str]] = lambda playbook: ()
    judges: bool = True

    def holds(self, file: str) -> bool:
        """Whether a file of the playbook's folder belongs to this part."""
        if self.name.endswith("/"):
            return file.startswith(self.name) and file.count("/") == 1 and file.endswith(".yaml")
        return file == self.name

    def parts(self, found: Mapping[str, BaseModel]) -> dict[str, Any]:
        """The playbook's fields from the files that were read; empty where the part was left out."""
        mine = [model for file, model in sorted(found.items()) if self.holds(file)]
        if self.name.endswith("/"):
            return {self.into: tuple(mine)}
        left_out: dict[str, Any] = dict.fromkeys(self.model.model_fields, ())
        return left_out | {key: getattr(model, key) for model in mine for key in type(model).model_fields}


# Those of every outbreak; the areas' own come with their cards.
_SECTIONS: list[PlaybookSection] = [
    PlaybookSection(roles.FILE, roles.RolesPart, lists=("roles",), check=roles.check),
    PlaybookSection(places.FILE, places.PlacesPart, lists=places.LISTS, check=places.check),
    PlaybookSection("doses.yaml", DosesPart, rules=("doses",)),
    PlaybookSection(wordlists.AGENTS_FILE, wordlists.AgentsPart, rules=("agents",), check=wordlists.check),
    PlaybookSection(wordlists.SYMPTOMS_FILE, wordlists.SymptomsPart, lists=("symptoms",)),
    PlaybookSection(wordlists.CASES_FILE, wordlists.CasesPart, rules=("case_classes",)),
    PlaybookSection(wordlists.ITEMS_FILE, wordlists.ItemsPart, lists=("items",), check=wordlists.check_items),
    PlaybookSection(records.FOLDER, records.RecordKind, into="records", check=declared.check),
    PlaybookSection(figures.FILE, figures.FiguresPart, check=declared.check_figures),
]


def add(of_card: Iterable[PlaybookSection]) -> None:
    """Takes the parts that an area's card names, before anything is read. Raises ValueError for one that is taken."""
    for section in of_card:
        if any(section.name == each.name for each in _SECTIONS):
            raise ValueError(f"{section.name}: another card has this part of a playbook already")
        _SECTIONS.append(section)


def sections() -> Sequence[PlaybookSection]:
    """Every part that a playbook may have, in the order of the cards."""
    return _SECTIONS
