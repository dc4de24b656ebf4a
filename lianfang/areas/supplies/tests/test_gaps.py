"""supplies · tests of gaps: what is short is told for as long as it is, and what nobody knows is not called short."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from lianfang.areas.supplies.card import CARD
from lianfang.areas.supplies.tests import moves
from lianfang.areas.supplies.tests.moves import KEEPER
from lianfang.kernel import scope
from lianfang.kernel.gaps import Gap, Severity
from tests.support import entries
from tests.support.entries import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tree")]
STORE = "T161-LOG"
receipt, issue = (partial(said, unit=STORE) for said in (moves.receipt, moves.issue))


def gaps(code: str) -> list[Gap]:
    (source,) = [each for each in CARD.gaps if each.code == code]
    with scope.acting(scope.system_actor()):
        return list(source.standing(NOW, NOW - timedelta(hours=48)))


def test_an_item_below_its_line_and_one_that_ran_out() -> None:
    entries.accepted(KEEPER, receipt(1000, "mask", "A"), receipt(10, "goggles", "B"))
    assert gaps("supplies.below_line") == [], "nothing was used: how long it lasts is not known"
    entries.accepted(KEEPER, issue(700, "mask", "A"), issue(10, "goggles", "B"))
    low = {gap.key: gap for gap in gaps("supplies.below_line")}
    assert low.keys() == {"supplies.below_line:T161-LOG:mask"}, "what ran out is told as that, and once"
    mask = low["supplies.below_line:T161-LOG:mask"]
    assert (mask.role, mask.severity, mask.path) == ("keeper", Severity.WARNING, "XJCG/T161/T161-LOG/")
    assert "口罩可用不足 14 天" in mask.words.zh
    assert mask.href == "/supplies/stock/T161-LOG/mask/"
    (out,) = gaps("supplies.ran_out")
    assert (out.key, out.severity) == ("supplies.ran_out:T161-LOG:goggles", Severity.URGENT)
    entries.accepted(KEEPER, receipt(90000, "mask", "C"), receipt(9000, "goggles", "D"))
    assert gaps("supplies.below_line") == gaps("supplies.ran_out") == []
