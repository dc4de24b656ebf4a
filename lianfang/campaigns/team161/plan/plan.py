"""campaigns · team161.plan: puts a plan together from the facts, a seed and a volume."""

from __future__ import annotations

from lianfang.campaigns.team161.plan.facts import facts
from lianfang.campaigns.team161.plan.irregular import IRREGULARITIES
from lianfang.campaigns.team161.plan.people import people
from lianfang.campaigns.team161.plan.places import households, places
from lianfang.campaigns.team161.plan.shapes import LIGHT, Plan, Volume
from lianfang.campaigns.team161.plan.units import logins, units


def build(seed: int = 161, volume: Volume = LIGHT) -> Plan:
    """The plan of the replay. The same seed and volume give the same plan and the same script, value for value."""
    stated = facts()
    tree = units(stated)
    homes = households(seed)
    return Plan(
        seed=seed,
        volume=volume,
        facts=stated,
        units=tree,
        places=places(stated, tree),
        households=homes,
        people=people(seed, tree, homes, volume),
        logins=logins(tree),
        irregularities=IRREGULARITIES,
    )
