"""incidents · sections: the parts of a playbook that say what is done: procedures, and the plans that units start from.

Their shapes stand on the playbook's floor: the kinds of records that a playbook declares name the same roles.
"""

from __future__ import annotations

from collections.abc import Mapping

from lianfang.playbook import plans, procedures, render_acts
from lianfang.playbook.sections import PlaybookSection
from lianfang.playbook.source import Document, items
from lianfang.playbook.trying import Registered, ask_may


def tries(documents: Mapping[str, Document], known: Registered) -> None:
    """No step falls to a role that may not act in an incident here."""
    for file, document in sorted(documents.items()):
        if file.startswith("procedures/"):
            for path, step in items(document, "steps"):
                ask_may(document, (*path, "owner"), step.get("owner"), "incidents.act", known)


SECTIONS = (
    PlaybookSection(
        "procedures/", procedures.Procedure, into="procedures", check=procedures.check, tries=tries,
        page=render_acts.procedures,
    ),
    PlaybookSection("plans/", plans.PlanTemplate, into="plans", check=plans.check, page=render_acts.plans),
)  # fmt: skip
