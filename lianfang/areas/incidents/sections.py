"""incidents · sections: the parts of a playbook that say what is done: procedures, and the plans that units start from.

Their shapes stand on the playbook's floor: the kinds of records that a playbook declares name the same roles.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from lianfang.playbook import plans, posts, procedures, render_acts
from lianfang.playbook.faults import Path
from lianfang.playbook.sections import PlaybookSection
from lianfang.playbook.source import Document, items
from lianfang.playbook.trying import Registered, ask_may

ACT = "incidents.act"


def tries(documents: Mapping[str, Document], known: Registered) -> None:
    """No step falls to a role that may not act in an incident, or that nobody has where the incident is."""
    there = posts.answering(documents)
    for file, document in sorted(documents.items()):
        for path, step in items(document, "steps") if file.startswith("procedures/") else ():
            said = step.get("owner_by_unit")
            by_unit = said if isinstance(said, dict) else {}
            for where, role in (
                (("owner",), step.get("owner")),
                *((("owner_by_unit", k), r) for k, r in by_unit.items()),
            ):
                _may_act(document, (*path, *where), role, known)
            for kind in there:
                at = ("owner_by_unit", kind) if kind in by_unit else ("owner",)
                posts.ask_post(document, (*path, *at), kind, by_unit.get(kind, step.get("owner")), there)


def _may_act(document: Document, where: Path, role: object, known: Registered) -> None:
    if isinstance(role, str) and known.role(role) and ACT not in known.verbs(role):
        may = ", ".join(role for role in get_args(procedures.Owner) if ACT in known.verbs(role))
        document.fault("step_role", where, role=role, may=may)
    else:
        ask_may(document, where, role, ACT, known)


SECTIONS = (
    PlaybookSection(
        "procedures/", procedures.Procedure, into="procedures", check=procedures.check, tries=tries,
        page=render_acts.procedures,
    ),
    PlaybookSection("plans/", plans.PlanTemplate, into="plans", check=plans.check, page=render_acts.plans),
)  # fmt: skip
