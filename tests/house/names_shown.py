"""tests · house: which whole names a page shows, and whether the rule tells them to its reader (`people.masking`)."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from lianfang.ground.access import queries as access
from lianfang.ground.access.models import User
from lianfang.ground.people import queries as people
from lianfang.ground.people.masking import IDENTIFY, Purpose
from lianfang.kernel import scope

# Everybody of the campaign's registers is called 样本·…, and nothing else is.
_NAME = re.compile(r"样本·[^\s<>&\"'，。、；（）]+")
# Where a unit works with its own people; everywhere else a name has to be asked for.
_WORK_PAGES = ("duties/", "screening/", "records/", "incidents/new/", "missing/")
_TEMPLATES = ("/template/", "/import/")


@dataclass
class Names:
    """The registers' names, each with the units that have somebody of that name."""

    units: dict[str, set[str]]

    @classmethod
    def known(cls) -> Names:
        """Those of everybody."""
        found: dict[str, set[str]] = defaultdict(set)
        system = scope.system_actor("walk")
        with scope.acting(system):
            for each in people.listed(system, under="XJCG", limit=100_000, purpose=Purpose.CHECK):
                found[each.name].add(each.unit)
        signed = User.objects.values_list("first_name", flat=True)  # who uses a login is named: he signs with it
        return cls({name: units for name, units in found.items() if name not in set(signed)})

    def untold(self, login: str, pattern: str, page: str) -> set[str]:
        """The whole names on a page that its reader is not told there."""
        shown = set(_NAME.findall(page)) & self.units.keys()
        if not shown:
            return set()
        work = pattern.startswith(_WORK_PAGES) or any(part in pattern for part in _TEMPLATES)
        own = self._own(login) if work else set()
        return {name for name in shown if not self.units[name] & own}

    def _own(self, login: str) -> set[str]:
        user = User.objects.filter(username=login).first()
        held = access.actor_of(user).held if user is not None else ()
        return {each.unit for each in held if IDENTIFY in each.verbs}
