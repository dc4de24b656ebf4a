"""sanitation · tests of rules: doses, dilution, and what must never be mixed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from lianfang.areas.sanitation import rules
from lianfang.areas.sanitation.kinds_disinfection import AGENTS, OBJECTS
from lianfang.areas.sanitation.rules import Used
from lianfang.playbook import Dose, current
from lianfang.playbook.shapes import Range


def _dose(object_: str) -> Dose:
    dose: Dose = current().rule(f"dose.{object_}").on(date(2020, 8, 10))
    return dose


@pytest.mark.parametrize(
    ("object_", "agent", "chlorine", "minutes", "kept"),
    [
        ("lift", "84", 500, 30, True),
        ("lift", "84", 250, 45, True),
        ("lift", "84", 249, 30, False),
        ("lift", "84", 501, 30, False),
        ("lift", "84", 500, 29, False),
        ("lift", "84", 500, None, None),
        ("lift", "84", 5000, None, False),
        ("lift", "84", None, None, None),
        ("surface", "chlorine_tablet", 500, 30, True),
        ("touch_points", "alcohol75", None, None, True),
        ("floor", "alcohol75", None, None, None),
        ("lift", "other", 500, 30, None),
    ],
)
def test_a_dose_is_judged_by_the_playbook(
    object_: str, agent: str, chlorine: int | None, minutes: int | None, kept: bool | None
) -> None:
    assert rules.in_range(_dose(object_), Used(agent, _measured(agent), chlorine, None, minutes)) is kept


def _measured(agent: str) -> str:
    return next(iter(AGENTS.terms()[agent].traits), "nothing")


@pytest.mark.parametrize(("amount", "minutes", "kept"), [("0.5", 30, True), ("2", 30, False), (None, 30, None)])
def test_another_agent_is_judged_in_its_own_unit(amount: str | None, minutes: int, kept: bool | None) -> None:
    dose = _dose("lift").model_copy(update={"amounts": {"larvicide": Range(low=Decimal("0.2"), high=Decimal(1))}})
    said = Decimal(amount) if amount else None
    assert rules.in_range(dose, Used("larvicide", "amount", None, said, minutes)) is kept
    assert rules.in_range(dose, Used("another", "amount", None, Decimal(1), minutes)) is None


def test_the_bucket_of_the_guideline() -> None:
    assert rules.stock_ml(Decimal(500), Decimal(10), Decimal(5)) == 100
    assert rules.stock_ml(Decimal(500), Decimal(10), Decimal("5.5")) == 91  # rounded up: never too weak


@pytest.mark.parametrize("figures", [(0, 10, 5), (500, 0, 5), (500, 10, 0), (60_000, 10, 5)])
def test_a_bucket_that_cannot_be_mixed_is_refused(figures: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"above zero|stronger"):
        rules.stock_ml(*(Decimal(each) for each in figures))


def test_each_agent_comes_with_what_must_not_be_done() -> None:
    for rule in current().agents:
        for object_ in OBJECTS:
            said = " ".join(each.en for each in rules.guards(object_, rule.versions[0].cautions))
            assert "Never spray people" in said
            assert ("acid" in said) == (rule.versions[0].measured == "chlorine")
            assert ("flames" in said) == (rule.code == "alcohol75")
            rinsed = object_ in ("lift", "touch_points", "vehicle") and rule.versions[0].measured == "chlorine"
            assert ("Rinse" in said) == rinsed
