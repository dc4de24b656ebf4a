"""kernel · recording: how an action records: by which clock, through which surface, with which ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from lianfang.kernel import clock, ids, journal
from lianfang.kernel.entries import Draft, Receipt
from lianfang.kernel.kinds import Kind, Origin
from lianfang.kernel.payloads import Payload
from lianfang.kernel.scope import Actor


@dataclass(frozen=True, slots=True)
class Recording:
    """What an action is told besides what it does; by default somebody acts now, at the console.

    `at` None is the installation's own clock, asked each time. A replay says all three, and the same seed then gives
    the same ledger.
    """

    at: clock.Clock | None = None
    origin: Origin = Origin.CONSOLE
    mint: ids.Mint = ids.mint

    @property
    def clock(self) -> clock.Clock:
        return self.at or clock.current()

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def standing(self) -> Recording:
        """The same, with the clock stopped at this moment, for an act that asks the time more than once."""
        return replace(self, at=clock.FixedClock(self.now))

    def automatic(self) -> Recording:
        """The same moment and ids, for what the product itself says along with it."""
        return replace(self, origin=Origin.AUTOMATIC)


def record_act(
    actor: Actor,
    kind: Kind | str,
    unit: str,
    data: Payload | Mapping[str, Any],
    how: Recording,
    *,
    entry: UUID | None = None,
    occurred_at: datetime | None = None,
    **more: Any,
) -> Receipt:
    """Records what an action does, as done now; `more` is whatever else its draft says (`stream`, `version`, …).

    Raises what the journal refuses.
    """
    now, code = how.now, kind if isinstance(kind, str) else kind.code
    draft = Draft(entry or how.mint(now), code, unit, occurred_at or now, data, **more)
    return journal.record_one(actor, draft, origin=how.origin, at=how.clock)
