"""incidents · kinds: what they have in common: the verbs they ask for, and the one table of all acts.

It stands in `models.py` with those that the database retraces from it: they follow from whole lives, not from a kind.
"""

from __future__ import annotations

from functools import partial
from typing import Annotated

from pydantic import Field

from lianfang.areas.incidents import models
from lianfang.kernel.declaring import declare_act
from lianfang.kernel.projections import Projection, Rows

# What the roles hold: to see; to propose; to record steps, calls and links; to answer, report and close;
# to run drills; to write plans; to approve them.
SEE, PROPOSE, ACT_ON, ANSWER = "incidents.see", "incidents.propose", "incidents.act", "incidents.answer"
DRILL, PLAN, APPROVE = "incidents.drill", "incidents.plan", "incidents.approve"

EventCode = Annotated[str, Field(pattern=r"^[A-Z][0-9]{2}$")]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
incident_act = partial(
    declare_act,
    exercises=True,
    table=Projection(
        rows=Rows.of(models.Act, kept=True, data="e.data::jsonb"),
        then=("SELECT incidents_retrace(%(touched)s::uuid[])",),
        also=("incidents_incident", "incidents_drill", "incidents_finding", "incidents_plan"),
    ),
)
