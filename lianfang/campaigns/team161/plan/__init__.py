"""campaigns · team161.plan: the whole replay of Team 161's campaign as plain data, the same for the same seed.

Purpose: units, places, households, people, stores and every act of the days, before anything is recorded.
Owns: `facts.yaml` (what the article states, and nothing more), `official-daily.csv`, and all that is synthetic.
Answers: who did what, when and where, in time order, and on which days something went wrong on purpose.
Never: touches a database, a clock or a global source of chance; mints the id of an entry.

Everything that is not in `facts.yaml` or `official-daily.csv` is invented for the replay and marked so: names
begin with 样本, identity numbers carry an area code that no card has, telephone numbers belong to nobody.
"""

from lianfang.campaigns.team161.plan.irregular import IRREGULARITIES
from lianfang.campaigns.team161.plan.plan import build
from lianfang.campaigns.team161.plan.shapes import (
    FULL,
    LIGHT,
    Household,
    Irregularity,
    Login,
    Person,
    Place,
    Plan,
    ScriptedAct,
    Unit,
    Volume,
)

__all__ = [
    "FULL",
    "IRREGULARITIES",
    "LIGHT",
    "Household",
    "Irregularity",
    "Login",
    "Person",
    "Place",
    "Plan",
    "ScriptedAct",
    "Unit",
    "Volume",
    "build",
]
