"""duties · tests of what is open: a duty with several windows is told by the clock of the one that is open."""

from __future__ import annotations

from typing import Any

import pytest

from lianfang.areas.duties import queries_open
from lianfang.areas.duties.tests.scene import at, derived
from lianfang.kernel import scope
from lianfang.kernel.spans import span
from lianfang.kernel.words import w

pytestmark = pytest.mark.django_db


def test_a_window_is_named_by_its_times_and_not_by_its_number(estate: Any) -> None:
    now = at(12)
    derived()
    with scope.acting(scope.system_actor()) as actor:
        found = list(queries_open.open_slots(actor, "XJCG/T161/", now, at(20)))
    rounds = [each.words.zh for each in found if "消毒" in each.words.zh]
    noon = w("（{window}）", " ({window})").fill(window=span(at(11), at(15))).zh
    assert any(noon in each for each in rounds), rounds
    assert not any(f"（{number}）" in each.words.zh for each in found for number in range(1, 10))
