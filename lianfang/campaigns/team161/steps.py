"""campaigns · team161.steps: the acts that are more than one plain entry, each done by the area that names it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from lianfang.campaigns.team161 import drawn
from lianfang.campaigns.team161.plan import ScriptedAct
from lianfang.ground.access import queries as access
from lianfang.ground.access.models import User
from lianfang.kernel import clock, ids, scope
from lianfang.kernel.kinds import Origin
from lianfang.kernel.problems import Refused
from lianfang.kernel.recording import Recording
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scripted import Scripted


def do(act: ScriptedAct, mint: ids.Mint, labels: Mapping[str, UUID]) -> None:
    """Does one act as the login that the script names. Raises `Refused` with the act as a note."""
    actor = access.actor_of(User.objects.get(username=act.actor))
    how = Recording(clock.FixedClock(act.at), Origin.REPLAY, mint)
    with scope.acting(actor):
        shown = {"photo_sha256": drawn.brought(actor, place=act.place or "", at=act.at)} if act.photo else {}
        try:
            REGISTRY.scripted()[act.action](actor, Scripted(act.unit, act.kind, {**act.data, **shown}, labels), how)
        except Refused as refused:
            refused.add_note(f"{act.at} {act.actor} {act.action} {act.unit} {act.data}")
            raise
