"""screening · pages hold: the title answers, who waits comes first, and nobody reads what is not theirs."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from lianfang.areas.screening.forms import Keypad
from lianfang.areas.screening.kinds_gate_passage import GATE_PASSAGE
from lianfang.areas.screening.kinds_temperature_check import TEMPERATURE_CHECK
from lianfang.areas.screening.tests.conftest import NOW, TODAY, Ground, checked, draft, passed, record
from lianfang.ground.access.roles import Role
from lianfang.ground.testing import Cast, enlist
from lianfang.kernel import clock, ids, scope
from lianfang.kernel.scope import Actor
from tests.support import slots

pytestmark = pytest.mark.django_db
_MOST_QUERIES = 20
_OTHERS = {"officer": (Role.OFFICER, "T161"), "guard": (Role.GATE, "C161"), "grid": (Role.GRID, "C161")}


@pytest.fixture(autouse=True)
def _at_the_tests_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(NOW))


@pytest.fixture
def browser(cast: Cast, ground: Ground, system: Actor) -> Any:
    """`browser("guard")` is a browser in which that one is signed in: the cast, an officer, a guard, a grid worker."""
    made: dict[str, Client] = {}
    for day in (TODAY - timedelta(days=1), TODAY):
        slots.derived(day)
    enlist(system, _OTHERS)

    def of(who: str, lang: str = "zh-hans") -> Client:
        if who not in made:
            made[who] = Client()
            user = get_user_model().objects.get(username=who)
            made[who].force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        made[who].cookies["lianfang_language"] = lang
        return made[who]

    return of


def _text(answer: Any, status: int = 200) -> str:
    said = answer.content.decode()
    assert answer.status_code == status, said[:800]
    return said


def _title(answer: Any) -> str:
    found = re.search(r"<h1>(.*?)</h1>", _text(answer), re.DOTALL)
    return found.group(1).strip() if found else ""


def test_nothing_recorded_is_not_zero(browser: Any) -> None:
    assert _title(browser("officer").get("/screening/")) == "全天应测 9 人，已测 0 人，发热未知"
    assert _title(browser("officer", "en").get("/screening/")) == "9 due in the whole day, 0 checked, fever not known"


def test_who_awaits_a_second_reading_comes_first(browser: Any, ground: Ground, system: Actor) -> None:
    record(*(checked(ground, Ground.CREW, n, 36.4, at=NOW - timedelta(hours=5)) for n in range(3)), actor=system)
    record(high := checked(ground, Ground.CREW, 0, 37.6, at=NOW - timedelta(minutes=25)), actor=system)
    page = browser("officer").get("/screening/")
    assert _title(page) == "全天应测 9 人，已测 3 人，发热 0，待复测 1"
    text = _text(page)
    assert re.search("李\\*\\* 37.6 ℃，待复测", text), "who stands above the unit asks for a name"
    assert "超时" in text, "a second reading is due within ten minutes"
    assert f"/screening/remeasure/{high.id}/" in text
    assert text.index("待复测") < text.index("单位 × 轮次")


def test_who_is_no_member_is_told_apart(browser: Any, ground: Ground, system: Actor) -> None:
    guests = (draft_of_guest(ground, n) for n in range(2))
    record(checked(ground, Ground.CREW, 0), *guests, actor=system)
    crew = browser("officer").get(f"/screening/?unit={Ground.CREW}")
    assert _title(crew) == "全天应测 3 人，已测 1 人，发热 0"
    assert "另有 2 人不是测温单位的在册人员，不计入该单位已测人数" in _text(crew)
    own = _text(browser("officer", "en").get(f"/screening/?unit={Ground.LOG}"))
    assert "2 were measured by another unit and count at their own" in own


def draft_of_guest(ground: Ground, number: int) -> Any:
    """One of logistics, measured at the crew."""
    data = {"celsius": 36.5, "site": "forehead", "remeasure": False}
    return draft("temperature_check", data, unit=Ground.CREW, person=ground.people[Ground.LOG][number])


def test_a_second_reading_settles_it(browser: Any, ground: Ground, system: Actor) -> None:
    record(high := checked(ground, Ground.CREW, 0, 37.6, at=NOW - timedelta(minutes=5)), actor=system)
    address = f"/screening/remeasure/{high.id}/"
    page = browser("officer").get(address)
    assert "首测 37.6 ℃" in _title(page)
    said = {"entry_id": page.context["form"]["entry_id"].value(), "celsius": "37.8", "site": "axilla"}
    done = browser("officer").post(address, said)
    assert done.status_code == 302
    assert "确认发热" in _text(browser("officer").get(done.headers["Location"]))
    assert _title(browser("officer").get("/screening/")).endswith("发热 1")
    again = browser("officer").post(address, {**said, "entry_id": str(ids.mint(NOW))})
    assert "没有待复测的高温" in _text(again, 409)
    with scope.acting(system):
        assert TEMPERATURE_CHECK.model.objects.filter(remeasure=True).count() == 1


@pytest.mark.parametrize(
    ("celsius", "says"), [("", "请填写"), ("50", "不能大于"), ("36.66", ""), ("热", "“热”不是数字，请写成 36.5 这样")]
)
def test_a_second_reading_that_does_not_hold_is_told_at_its_field(
    browser: Any, ground: Ground, system: Actor, celsius: str, says: str
) -> None:
    record(high := checked(ground, Ground.CREW, 0, 37.6), actor=system)
    said = {"entry_id": str(ids.mint(NOW)), "celsius": celsius, "site": "ear"}
    assert says in _text(browser("officer").post(f"/screening/remeasure/{high.id}/", said), 422)


def test_counts_are_for_the_superior_and_persons_are_not(browser: Any, ground: Ground, system: Actor) -> None:
    record(high := checked(ground, Ground.CREW, 0, 37.6), actor=system)
    text = _text(browser("superior").get("/screening/?unit=T161"))
    assert "待复测 1" in text
    assert not re.search("李[0-9*]", text)
    assert str(high.id) not in text
    assert "/screening/temperature-check/?" not in text
    _text(browser("superior").get(f"/screening/remeasure/{high.id}/"), 403)
    _text(browser("stranger").get(f"/screening/remeasure/{high.id}/"), 404)
    _text(browser("stranger").get("/screening/?unit=T161"), 404)


def test_without_a_threshold_in_the_playbook_no_tile_says_who_is_well() -> None:
    without, at_38 = (Keypad(None, now=NOW, fever=fever) for fever in (None, Decimal("38.0")))
    assert without.tiles == []
    assert (at_38.tiles[0], at_38.tiles[-1]) == ("36.0", "37.9")


def test_the_guard_needs_three_taps_at_most(browser: Any, system: Actor) -> None:
    page = browser("guard").get("/screening/gate/")
    assert _title(page) == "1号门：本报告日 0 人次"
    tapped = {"entry_id": page.context["form"]["entry_id"].value(), "celsius": "36.5", "pass": "in:resident"}
    done = browser("guard").post("/screening/gate/?gate=C161-GATE1", tapped)
    assert done.status_code == 302
    text = _text(browser("guard").get(done.headers["Location"]))
    assert "已登记：居民进，36.5 ℃" in text
    assert "本报告日 1 人次" in text
    again = browser("guard").post("/screening/gate/?gate=C161-GATE1", tapped)
    assert "没有重复" in _text(browser("guard").get(again.headers["Location"]))
    with scope.acting(system):
        (row,) = GATE_PASSAGE.model.objects.all()
    assert (row.place, row.category, row.mask, row.person) == ("C161-GATE1", "resident", True, None)


def test_a_fever_at_the_gate_says_what_to_do(browser: Any) -> None:
    said = {"entry_id": str(ids.mint(NOW)), "celsius": "36.5", "typed": "37.6", "pass": "in:visitor", "bare": "on"}
    done = browser("guard").post("/screening/gate/?gate=C161-GATE2", said)
    text = _text(browser("guard").get(done.headers["Location"]))
    assert "访客进，37.6 ℃，未戴口罩" in text
    assert "换一支测温仪复测" in text


@pytest.mark.parametrize(
    "said",
    [{"pass": "up:resident"}, {"pass": "in:resident", "typed": "99"}, {"pass": "in:staff", "typed": "36.55"}, {}],
)
def test_what_the_guard_cannot_mean_is_refused(browser: Any, system: Actor, said: dict[str, str]) -> None:
    answer = browser("guard").post("/screening/gate/?gate=C161-GATE1", {"entry_id": str(ids.mint(NOW)), **said})
    _text(answer, 422)
    with scope.acting(system):
        assert not GATE_PASSAGE.model.objects.exists()


def test_a_gate_is_for_those_who_keep_it(browser: Any) -> None:
    _text(browser("commander").get("/screening/gate/"), 403)
    _text(browser("guard").get("/screening/gate/?gate=ELSEWHERE"), 404)
    _text(browser("grid").get("/screening/gate/"))


def test_the_board_shows_rounds_and_shifts(browser: Any, ground: Ground, system: Actor) -> None:
    record(*(checked(ground, Ground.LOG, n, at=NOW - timedelta(hours=7)) for n in range(2)), actor=system)
    record(checked(ground, Ground.CREW, 0, at=NOW - timedelta(hours=7)), passed(ground), actor=system)
    page = browser("officer").get("/screening/?days=3")
    grid, gates = page.context["grid"], page.context["gates"]
    states = {row.label.zh: [cell and str(cell.state) for cell in row.cells[-2:]] for row in grid.rows}
    # At 15:40 the time of the morning is over, and it can still be made good; yesterday's cannot.
    assert states["后勤"] == ["missed", "done"]
    assert states["一六一队小区"] == ["missed", "overdue"]
    assert [str(cell.state) for cell in gates.rows[0].cells] == ["missed", "missed", "done"]
    assert [column.label for column in grid.columns] == ["8月9日", "8月10日"], "once a day, as the duties say"


def test_declarations_and_roll_calls_are_answered_above_their_lists(
    browser: Any, ground: Ground, system: Actor
) -> None:
    person = ground.people[Ground.LOG][0]
    record(
        draft("health_declaration", {"symptoms": ["cough"], "from_risk_area": False}, unit=Ground.LOG, person=person),
        draft("roll_call", {"listed": 2, "present": 1, "excused": 0, "unexplained": 1}, unit=Ground.LOG),
        actor=system,
    )
    lists = browser("own")
    assert (
        _title(lists.get("/screening/health-declaration/?day=2020-08-10"))
        == "全天应申报 2 人，已申报 1 人，有症状 1，中高风险区返回 0"
    )
    assert _title(lists.get("/screening/temperature-check/?day=2020-08-10")) == "全天应测 2 人，已测 0 人，发热未知"
    assert "缺勤不明 1 人" in _text(lists.get("/screening/"))
    assert _title(lists.get("/screening/health-declaration/")) == "健康申报：1 条", "of all days"
    narrowed = lists.get(f"/screening/health-declaration/?day=2020-08-10&unit={Ground.LOG}")
    assert "符合条件 1 条" in _title(narrowed)


@pytest.mark.parametrize("slug", ["temperature-check", "health-declaration", "gate-passage", "roll-call"])
def test_the_kinds_have_their_pages(browser: Any, slug: str) -> None:
    for lang in ("zh-hans", "en"):
        _text(browser("officer", lang).get(f"/screening/{slug}/"))
        _text(browser("officer", lang).get(f"/screening/{slug}/new/"))
    _text(browser("superior").get(f"/screening/{slug}/new/"), 403)


def test_a_check_is_recorded_at_its_form(browser: Any, ground: Ground, system: Actor) -> None:
    address = "/screening/temperature-check/new/"
    form = browser("own").get(address).context["form"]
    said = {name: form[name].value() for name in ("entry_id", "unit")}
    said |= {"occurred_at": "2020-08-10T15:30", "person": str(ground.people[Ground.LOG][0])}
    done = browser("own").post(address, {**said, "data.celsius": "36.5", "data.site": "ear", "data.remeasure": "no"})
    assert done.status_code == 302, _text(done)
    with scope.acting(system):
        (row,) = TEMPERATURE_CHECK.model.objects.all()
    assert (str(row.celsius), row.site, row.entry) == ("36.5", "ear", UUID(str(said["entry_id"])))


def test_nonsense_in_the_address_is_as_if_it_were_not_said(browser: Any) -> None:
    _text(browser("officer").get("/screening/?days=99&unit=&day="))
    assert browser("officer").get("/screening/?day=gestern").status_code == 422
    assert browser("officer").get("/screening/?day=2999-01-01").status_code == 404


def test_the_page_asks_few_questions_however_many_units(
    browser: Any, ground: Ground, system: Actor, django_assert_max_num_queries: Any
) -> None:
    record(*(checked(ground, unit, 0, 37.5) for unit in Ground.COUNTS), passed(ground), actor=system)
    officer = browser("officer")
    officer.get("/screening/")
    with django_assert_max_num_queries(_MOST_QUERIES):
        officer.get("/screening/?days=7")
    guard = browser("guard")
    guard.get("/screening/gate/")
    with django_assert_max_num_queries(_MOST_QUERIES):
        guard.get("/screening/gate/")
