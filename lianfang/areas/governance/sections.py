"""governance · sections: by when an upstream document is answered, where it does not say so itself."""

from __future__ import annotations

from collections.abc import Mapping

from lianfang.playbook import Playbook
from lianfang.playbook.markdown import PROOF, table, values
from lianfang.playbook.sections import PlaybookSection
from lianfang.playbook.shapes import Frozen, ThresholdRule
from lianfang.playbook.source import Document

FILE = "governance.yaml"
RULES = ("directive_hours",)
HOURS = frozenset({"acknowledge_hours", "measure_hours", "measure_acknowledge_hours", "report_hours"})


class GovernancePart(Frozen):
    """`governance.yaml`: hours from receipt (or from the assignment) for each step that has no date of its own."""

    directive_hours: tuple[ThresholdRule, ...]


def check(documents: Mapping[str, Document]) -> None:
    """Each of the known spans is there once and longer than nothing; there are no others."""
    document = documents.get(FILE)
    found = document.data.get("directive_hours") if document and isinstance(document.data, dict) else None
    if document is None or not isinstance(found, list):
        return
    rules = [(index, rule) for index, rule in enumerate(found) if isinstance(rule, dict)]
    for code in sorted(HOURS - {str(rule.get("code")) for _, rule in rules}):
        document.fault("hours_missing", ("directive_hours",), given=code)
    for index, rule in rules:
        if isinstance(rule.get("code"), str) and rule["code"] not in HOURS:
            document.fault("hours_unknown", ("directive_hours", index, "code"), given=rule["code"])
        for number, version in enumerate(rule.get("versions") or ()):
            value = version.get("value") if isinstance(version, dict) else None
            if isinstance(value, int | float) and not isinstance(value, bool) and value <= 0:
                document.fault("range", ("directive_hours", index, "versions", number, "value"), rule="> 0")


def page(playbook: Playbook) -> list[str]:
    """By when an upstream document is answered, where the playbook says so."""
    part = playbook.part(GovernancePart)
    if not part.directive_hours:
        return []
    said = "Where a document from above sets no time of its own, counted from its receipt."
    hours = table(("Step", "What", "Within", *PROOF), values(part.directive_hours))
    return ["## Documents from above", "", said, "", *hours, ""]


SECTIONS = (PlaybookSection(FILE, GovernancePart, rules=RULES, check=check, page=page),)
