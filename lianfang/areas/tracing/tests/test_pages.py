"""tracing · pages hold: the title answers, what is missing comes first, and everybody sees only what is theirs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from lianfang.areas.tracing.tests.conftest import NOW, TODAY, figures, look, notice, record
from lianfang.ground.access.roles import Role
from lianfang.ground.testing import Cast
from lianfang.kernel import clock
from lianfang.kernel.expectations import SlotState
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words
from lianfang.playbook import Playbook, current
from lianfang.playbook.current import working_by
from lianfang.playbook.wordlists import CaseRule
from tests.support import pages, slots

pytestmark = pytest.mark.django_db
_MOST_QUERIES = 20


@pytest.fixture(autouse=True)
def _at_the_tests_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(NOW))


@pytest.fixture
def page(cast: Cast) -> Any:
    """`page("commander", "/tracing/")` gives the page's text as that member of the cast reads it."""

    clients: dict[str, Client] = {}

    def signed_in(who: str) -> Client:
        client = Client()
        user = get_user_model().objects.get(pk=cast.users[who].pk)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def get(who: str, address: str, *, lang: str = "zh-hans", status: int = 200) -> str:
        client = clients.get(who) or clients.setdefault(who, signed_in(who))
        client.cookies["lianfang_language"] = lang
        answer = client.get(address)
        assert answer.status_code == status, answer.content.decode()[:600]
        return answer.content.decode()

    return get


def test_without_a_look_the_page_says_so_first(page: Any) -> None:
    text = page("commander", "/tracing/")
    assert "官方渠道尚未查看，病例数未知" in text
    assert "一六一队尚未查看官方渠道" in text
    assert "Official channel not checked yet, cases not known" in page("commander", "/tracing/", lang="en")


def test_after_the_look_the_title_is_the_answer(page: Any, system: Actor) -> None:
    record(
        system, look(), notice(2, "suspected", unit="T161-LOG"), figures(840, at=NOW - timedelta(days=1)), figures(850)
    )
    text = page("commander", "/tracing/")
    assert "官方渠道已查：确诊 0，疑似 2，无症状感染者 0" in text
    assert "+10" in text
    assert "乌鲁木齐市官方疫情数据" in text
    assert "data-chart" in text
    assert "没有" not in page("superior", "/tracing/?day=2020-08-05")[:200]


def knowing(*classes: CaseRule) -> Playbook:
    """The playbook in force with these classes of cases."""
    return Playbook.model_construct(**{**current().parts(), "case_classes": classes})


def test_a_class_that_the_playbook_does_not_know_is_asked_of_nobody(page: Any, system: Actor) -> None:
    with working_by(knowing(*(each for each in current().case_classes if each.code != "asymptomatic"))):
        record(system, look(subjects=["confirmed", "suspected"]))
        text = page("commander", "/tracing/")
        assert "官方渠道已查：确诊 0，疑似 0" in text
        assert "无症状" not in text
        slots.derived(TODAY)
        home = pages.text(pages.browser(system, Role.OFFICER, "T161").get("/"))
    assert " 已查看官方渠道" in home
    assert "官方渠道尚未查看" not in home


def test_a_class_of_the_playbooks_own_is_counted_by_the_figure_that_it_names(page: Any, system: Actor) -> None:
    confirmed, suspected, _ = current().case_classes
    clinical = suspected.model_copy(
        update={"code": "clinical", "words": Words("临床诊断", "diagnosed by doctors"), "indicator": "H9"}
    )
    with working_by(knowing(confirmed, clinical)):
        (refused,) = record(system, look())
        assert refused.status == "rejected"
        assert all(each.holds for each in record(system, look(subjects=["confirmed", "clinical"])))
        assert "确诊 0，临床诊断 0" in page("commander", "/tracing/")
        assert all(each.holds for each in record(system, notice(2, "clinical", unit="T161-LOG")))
        assert "confirmed 0, diagnosed by doctors 2" in page("commander", "/tracing/", lang="en")
    # Where no class of that code is declared, the entry is shown as it stands.
    assert "clinical" in page("commander", "/tracing/official-notice/")


@pytest.mark.usefixtures("cast")
def test_the_home_page_says_of_the_look_what_its_duty_says(system: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    officer = pages.browser(system, Role.OFFICER, "T161")
    waits = "官方渠道尚未查看"
    assert waits not in pages.text(officer.get("/")), "nothing is due where no duty asks for it"
    slots.derived(TODAY)
    slots.derived(TODAY + timedelta(days=1))

    def need() -> Any:
        return next((each for each in officer.get("/").context["mine"].needs if waits in each.words.zh), None)

    assert (need().chip, clock.local(need().due_at).hour) == (SlotState.OVERDUE, 12), "late, and the time is the same"
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(NOW - timedelta(hours=4)))
    assert (need().chip, clock.local(need().due_at).hour) == (SlotState.DUE, 12)
    slots.excused("T161", "official_channel", TODAY)
    assert need() is None
    record(system, look())
    assert "已查看官方渠道" in pages.text(officer.get("/"))


def test_a_notice_that_was_found_must_be_recorded(page: Any, system: Actor) -> None:
    record(system, look("notice"))
    text = page("commander", "/tracing/")
    assert "查到有通报，但通报尚未登记" in text
    assert "确诊 未知" in text


def test_a_unit_that_states_no_cases_is_told_so(page: Any, system: Actor) -> None:
    record(system, look(), figures(850))
    text = page("own", "/tracing/")
    assert "本级不单独统计病例" in text
    assert "850" not in text.replace("850)", ""), "the team's figures are not in the branch's scope"


@pytest.mark.parametrize("address", ["/tracing/?unit=T161", "/tracing/?unit=NOWHERE"])
def test_outside_the_scope_there_is_nothing(page: Any, address: str) -> None:
    page("stranger", address, status=404)


def test_nonsense_in_the_address_is_as_if_it_were_not_said(page: Any) -> None:
    page("commander", "/tracing/?first=neulich&last=9999-99-99&area=%00&unit=")
    page("commander", "/tracing/?first=2020-08-09&last=1999-01-01")


@pytest.mark.parametrize("slug", ["channel-check", "official-notice", "official-figures"])
def test_the_kinds_have_their_pages(page: Any, system: Actor, slug: str) -> None:
    record(system, look(), notice(1), figures(850))
    assert "T161" in page("commander", f"/tracing/{slug}/") or "一六一队" in page("commander", f"/tracing/{slug}/")
    page("own", f"/tracing/{slug}/new/")
    page("commander", f"/tracing/{slug}/new/", status=403)


def test_the_page_asks_few_questions(cast: Cast, system: Actor, page: Any, django_assert_max_num_queries: Any) -> None:
    record(system, look(), *(figures(800 + n, at=NOW - timedelta(days=n)) for n in range(20)))
    page("commander", "/tracing/")
    with django_assert_max_num_queries(_MOST_QUERIES):
        page("commander", "/tracing/")
