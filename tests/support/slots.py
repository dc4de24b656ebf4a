"""tests · slots: the slots of a day as the job derives them, for areas whose figures are counted by them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

import pytest
from django.db import connection

from lianfang.areas.duties import actions, follower_slots, policy
from lianfang.ground.units.queries import unit
from lianfang.kernel import clock, scope
from lianfang.kernel.words import Words
from lianfang.playbook import current
from lianfang.playbook.duties import Window


def derived(day: date) -> None:
    """Derives a day, if nobody has."""
    actions.derive_day(day, clock.reporting_day(day).from_at)


def excused(code: str, duty: str, day: date, *targets: str) -> None:
    """Excuses a duty of a unit on a day, for some targets or for all."""
    system = scope.system_actor()
    with scope.acting(system):
        actions.excuse(
            system, unit=unit(system, code), duty=duty, targets=targets, from_day=day, until_day=day, because="停用"
        )  # fmt: skip


def by_windows(
    patch: pytest.MonkeyPatch, duty: str, said: Sequence[tuple[time, time, time, Words]], *days: date
) -> None:
    """Derives days again by a playbook in which a duty has other windows (from, due, until), told by the hour alone."""
    windows = tuple(Window.model_construct(begins=a, due=b, until=c, words=words) for a, b, c, words in said)
    other = {"windows": windows, "window_field": None}
    rules = []
    for rule in current().duties:
        if rule.code == duty:
            versions = tuple(each.model_copy(update=other) for each in rule.versions)
            rule = rule.model_copy(update={"versions": versions})
        rules.append(rule)
    playbook = current().model_copy(update={"duties": tuple(rules)})
    patch.setattr(policy, "current", lambda: playbook)
    for day in days:
        derived(day)
    with scope.acting(scope.system_actor()), connection.cursor() as cursor:
        follower_slots.renew(cursor, days, follower_slots.EVERYWHERE)
