"""playbook · sections: the parts that a playbook may have or leave out: a file, or a folder of files.

Each part has its shape in a module of its own; a playbook without the part has none of its rules, and the code
that asks for them finds nothing to do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from lianfang.playbook import (
    alerts,
    declared,
    directives,
    duties,
    figures,
    places,
    plans,
    procedures,
    records,
    watch,
    wordlists,
)
from lianfang.playbook.source import Document

Documents = Mapping[str, Document]


@dataclass(frozen=True, slots=True)
class PlaybookSection:
    """A part of a playbook. `name` is a file (`duties.yaml`), or a folder (`procedures/`) of files of one shape.

    Of a file, each field of the model becomes a field of the playbook; of a folder, the models become the tuple
    `into`. `rules` names the fields of a file that list rules with versions: their codes, periods and sources are
    checked like those of every other rule. `lists` names those that list codes without versions. `check` finds what
    one file alone cannot know, and adds faults to the documents in which they stand.
    """

    name: str
    model: type[BaseModel]
    into: str = ""
    rules: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    check: Callable[[Documents], None] = lambda documents: None

    def holds(self, file: str) -> bool:
        """Whether a file of the playbook's folder belongs to this part."""
        if self.name.endswith("/"):
            return file.startswith(self.name) and file.count("/") == 1 and file.endswith(".yaml")
        return file == self.name

    def parts(self, found: Mapping[str, BaseModel]) -> dict[str, Any]:
        """The playbook's fields from the files that were read; nothing where the part was left out."""
        mine = [model for file, model in sorted(found.items()) if self.holds(file)]
        if self.name.endswith("/"):
            return {self.into: tuple(mine)}
        return {key: getattr(model, key) for model in mine for key in type(model).model_fields}


SECTIONS: tuple[PlaybookSection, ...] = (
    PlaybookSection(places.FILE, places.PlacesPart, lists=places.LISTS, check=places.check),
    PlaybookSection(wordlists.AGENTS_FILE, wordlists.AgentsPart, rules=("agents",), check=wordlists.check),
    PlaybookSection(wordlists.SYMPTOMS_FILE, wordlists.SymptomsPart, lists=("symptoms",)),
    PlaybookSection(wordlists.CASES_FILE, wordlists.CasesPart, rules=("case_classes",)),
    PlaybookSection(wordlists.ITEMS_FILE, wordlists.ItemsPart, lists=("items",)),
    PlaybookSection(duties.FILE, duties.DutiesPart, rules=duties.RULES, check=duties.check),
    PlaybookSection(duties.MODES_FILE, duties.ModesPart, rules=duties.MODES_RULES),
    PlaybookSection(duties.DOUBTS_FILE, duties.DoubtsPart, rules=duties.DOUBTS_RULES, check=duties.check_doubts),
    PlaybookSection(alerts.FILE, alerts.AlertsPart, rules=alerts.RULES, check=alerts.check),
    PlaybookSection(watch.FILE, watch.WatchPart, rules=watch.RULES, check=watch.check),
    PlaybookSection(directives.FILE, directives.GovernancePart, rules=directives.RULES, check=directives.check),
    PlaybookSection(records.FOLDER, records.RecordKind, into="records", check=declared.check),
    PlaybookSection(figures.FILE, figures.FiguresPart, check=declared.check_figures),
    PlaybookSection("procedures/", procedures.Procedure, into="procedures", check=procedures.check),
    PlaybookSection("plans/", plans.PlanTemplate, into="plans", check=plans.check),
)
