"""incidents · sections: the parts of a playbook that say what is done: procedures, and the plans that units start from.

Their shapes stand on the playbook's floor: the kinds of records that a playbook declares name the same roles.
"""

from __future__ import annotations

from lianfang.playbook import plans, procedures, render_acts
from lianfang.playbook.sections import PlaybookSection

SECTIONS = (
    PlaybookSection(
        "procedures/", procedures.Procedure, into="procedures", check=procedures.check, page=render_acts.procedures
    ),
    PlaybookSection("plans/", plans.PlanTemplate, into="plans", check=plans.check, page=render_acts.plans),
)
