"""alerts · queries posts: the line of units above each alert, and which posts in it somebody holds now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from lianfang.areas.alerts.rules import Post
from lianfang.ground.access import queries as access
from lianfang.ground.access.queries import Holder
from lianfang.ground.access.roles import words_of
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock, scope
from lianfang.kernel.words import Words, w


@dataclass(frozen=True)
class Line:
    """The units in the paths of some alerts and who holds what over them, as the product's own hand sees it."""

    units: dict[str, Unit]
    holders: dict[Post, list[Holder]] = field(default_factory=lambda: defaultdict(list))

    def above(self, path: str) -> list[tuple[str, str]]:
        """(unit, kind) from the unit of the path up to the highest."""
        codes = [code for code in reversed(path.split("/")) if code]
        return [(code, self.units[code].kind) for code in codes if code in self.units]

    @property
    def held(self) -> Collection[Post]:
        return self.holders.keys()

    def words(self, post: Post) -> Words:
        """A post as people say it: unit and role."""
        unit = self.units.get(post.unit)
        name = unit.words if unit else Words(post.unit, post.unit)
        return w("{unit}{role}", "{role} of {unit}").fill(unit=name, role=words_of(post.role))


def line_of(paths: Collection[str], now: datetime) -> Line:
    """Everything that a decision about alerts at these paths needs to know of the tree: two questions in all."""
    codes = {code for path in paths for code in path.split("/") if code}
    with scope.acting(scope.system_actor()) as system:
        line = Line(units.units(system, sorted(codes), day=clock.day_of(now).date))
        for holder in access.holders(system, codes, at=now):
            line.holders[Post(holder.role, holder.unit)].append(holder)
    return line
