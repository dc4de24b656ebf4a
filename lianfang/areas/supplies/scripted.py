"""supplies · scripted: the acts of a campaign's script at the store that are more than one plain entry."""

from __future__ import annotations

from lianfang.areas.supplies import actions
from lianfang.kernel.recording import Recording
from lianfang.kernel.scope import Actor
from lianfang.kernel.scripted import Doing, Scripted


def _approve(actor: Actor, act: Scripted, how: Recording) -> object:
    """The count is named by its label."""
    return actions.explain_difference(
        actor, entry=how.mint(how.now), stocktake=act.labels[act.data["stocktake"]], reason=act.data["reason"], how=how
    )


SCRIPTED: dict[str, Doing] = {"supplies.approve": _approve}
