"""campaigns · tests of the paper: every issue fits its pages, and the desk takes the sample from writing to print."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from lianfang.areas.newspaper import actions_issue, queries_public
from lianfang.areas.newspaper.models import PublicArticle, PublicPage
from lianfang.campaigns.team161 import steps
from lianfang.campaigns.team161.plan import build
from lianfang.campaigns.team161.plan.newspaper import SAMPLE, SAMPLE_MADE_ON, WEEKLY, newspaper, pages_of
from lianfang.campaigns.team161.tests.press import PAPER, issue_of
from lianfang.ground.access import actions as access
from lianfang.ground.access.roles import Role
from lianfang.ground.testing import OPENED_AT
from lianfang.ground.units import actions as units
from lianfang.ground.units.actions import UnitSpec
from lianfang.kernel import clock, ids, scope
from lianfang.kernel.scope import Actor
from lianfang.shell.composition.compose import compose, laid
from lianfang.shell.composition.setting import Setting
from lianfang.shell.texts.personal import personal_in

PLAN = build()
ISSUES = (*WEEKLY, SAMPLE)


@pytest.mark.parametrize("dated", ISSUES, ids=str)
def test_an_issue_fits_its_pages(dated: date, tmp_path: Path) -> None:
    issue = issue_of(PLAN, dated)
    made = laid(Setting(issue, tmp_path))
    assert not made.overflows
    assert issue.masthead.serial_no == issue.masthead.supervisor == issue.masthead.sponsor == ""
    for page in made.pages:
        assert not page["filler"]["words"]


@pytest.mark.parametrize("dated", ISSUES, ids=str)
def test_a_text_tells_of_nobody(dated: date) -> None:
    """What the desk would refuse; the people of the script are called 样本· and something."""
    for page in pages_of(PLAN, dated):
        for text in page.texts:
            lines = [str(text.data.get(part, "")) for part in ("kicker", "title", "deck", "summary", "body")]
            assert not personal_in(enumerate(lines)), text.data["title"]
            assert "样本·" not in "".join(lines)


@pytest.mark.soak
@pytest.mark.parametrize("dated", ISSUES, ids=str)
def test_an_issue_is_composed(dated: date) -> None:
    made = compose(issue_of(PLAN, dated))
    assert not made.overflows
    assert len(made.pages) == 4


@pytest.mark.django_db
def test_the_sample_goes_from_writing_to_print(
    tree: dict[str, str], system: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the logins of the script and through the desk; what is signed is set in type once."""
    acts = [*newspaper(PLAN, WEEKLY[0].replace(day=19)), *newspaper(PLAN, SAMPLE_MADE_ON)]
    acts = [act for act in acts if act.action == "newspaper.set_paper" or act.at.date() == SAMPLE_MADE_ON]
    _enlist(system, {act.actor for act in acts}, tree)
    composed = []
    monkeypatch.setattr(actions_issue, "compose", lambda layout: composed.append(layout) or compose(layout))
    actions_issue._set.cache_clear()
    queries_public.clear_kept()
    labels: dict[str, UUID] = {}
    for number, act in enumerate(sorted(acts, key=lambda act: act.at)):
        mint = ids.seeded_mint(f"sample/{number}")
        if act.label:
            labels[act.label] = ids.seeded_mint(f"sample/{number}")(act.at)
        steps.do(act, mint, labels)
    assert len(composed) == 1
    out = queries_public.out("2020-10-12")
    assert out is not None
    assert queries_public.content(out)["paper"]["name"] == PAPER["name"]
    assert PublicPage.objects.get(slug=out.slug, number=3).name == "政治·文化"
    titles = PublicArticle.objects.filter(slug=out.slug, page=3).order_by("position").values_list("title", flat=True)
    assert list(titles) == PLAN.facts.stated["newspaper_page"]["articles"]


def _enlist(system: Actor, logins: set[str], there: dict[str, str]) -> None:
    """The script's logins with their roles, and the units of theirs that the tests' tree does not have."""
    named = {login.login: login for login in PLAN.logins}
    known = {unit.code: unit for unit in PLAN.units}
    missing = sorted({named[login].unit for login in logins} - there.keys())
    at = clock.FixedClock(OPENED_AT)
    with scope.acting(system):
        units.open_units(
            system,
            [UnitSpec(known[code].code, known[code].kind, known[code].zh, known[code].en, "T161") for code in missing],
            at=at,
        )
        for login in sorted(logins):
            access.create_user(system, login=login, unit=named[login].unit)
            for role in named[login].roles:
                access.give_grant(system, login=login, role=Role(role), unit=named[login].unit, at=at)
