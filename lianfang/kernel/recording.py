"""kernel · recording: how an action records: by which clock, through which surface, with which ids."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from lianfang.kernel import clock, ids
from lianfang.kernel.kinds import Origin


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

    def automatic(self) -> Recording:
        """The same moment and ids, for what the product itself says along with it."""
        return replace(self, origin=Origin.AUTOMATIC)
