"""reporting · tests of signing: who takes which step over which figures, who stands in, and what the paper says."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from lianfang.areas.reporting import actions, actions_signing, problems, queries, queries_paper
from lianfang.areas.reporting.rules import Handling
from lianfang.areas.reporting.tests.town import DAY, PATHS, WINDOW_CLOSED, as_role, client, confirm, say
from lianfang.areas.reporting.verify import discrepancies
from lianfang.ground.access import actions as access
from lianfang.kernel import clock, scope
from lianfang.kernel.occurrences import OCCURRENCES, Occurrence
from lianfang.kernel.recording import Recording
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.words import w
from lianfang.playbook.forms import Signing, SigningStep
from tests.support.codes import decoded
from tests.support.refusals import refused

pytestmark = pytest.mark.usefixtures("tree")
EVENTS: list[Occurrence] = []
TEAM = {"unit": "T161", "day": DAY}


@pytest.fixture(autouse=True)
def _no_events() -> Iterator[None]:
    """Whatever a test lets happen, and nothing else."""
    EVENTS.clear()
    before = OCCURRENCES._answer[:]
    OCCURRENCES._answer[:] = [lambda actor, path, day, now, also: [e for e in EVENTS if PATHS[e.unit].startswith(path)]]
    yield
    OCCURRENCES._answer[:] = before


@pytest.fixture
def team() -> dict[str, Client]:
    """The three who sign for the team, and whoever receives."""
    found = {role: client(role, "T161") for role in ("reporter", "officer", "commander")}
    with scope.acting(scope.system_actor()) as system:
        for role, name in (("reporter", "张填"), ("officer", "李审"), ("commander", "王签")):
            access.set_person(system, login=f"{role}-t161", name=name, phone=f"0991-00000{len(role):02d}")
    return found


def at(minutes: int) -> Recording:
    return Recording(clock.FixedClock(WINDOW_CLOSED + timedelta(minutes=minutes)))


def happens(unit: str = "T161-D01") -> Occurrence:
    """A fever, known now."""
    event = Occurrence(
        uuid4(), "E01", w("发热或症状", "fever or symptoms"), unit, w("营地", "camp"),
        WINDOW_CLOSED - timedelta(hours=3), "open", w("处置中", "being handled"), True, False, "/incidents/",
    )  # fmt: skip
    EVENTS.append(event)
    return event


def test_three_people_sign_over_the_same_figures(team: dict[str, Client]) -> None:
    say("T161", "H2", 0, 6, 6)
    with as_role("reporter", "T161") as reporter:
        with refused(problems.NOT_SIGNER):
            actions.confirm_report(reporter, **TEAM, how=at(1))
        actions_signing.fill_report(reporter, **TEAM, narrative="按方案进行。", how=at(2))
    with as_role("officer", "T161") as officer:
        actions_signing.review_report(officer, **TEAM, how=at(3))
        with refused(problems.STEP_TAKEN):
            actions_signing.review_report(officer, **TEAM, how=at(4))
    say("T161", "H2", 1, 6, 6)
    with as_role("commander", "T161") as commander, refused(problems.REVIEW_AGAIN) as raised:
        actions.confirm_report(commander, **TEAM, how=at(5))
    assert "张填" in raised.value.says.zh
    with as_role("commander", "T161") as commander:
        actions_signing.send_back(commander, **TEAM, why="发热一人请写明", how=at(6))
        with refused(problems.STEP_MISSING):
            actions.confirm_report(commander, **TEAM, how=at(7))
    with as_role("officer", "T161") as officer:
        actions_signing.fill_report(officer, **TEAM, how=at(8))
        with refused(problems.SAME_PERSON):
            actions_signing.review_report(officer, **TEAM, how=at(9))
        actions_signing.withdraw_signature(officer, **TEAM, why="由填报员填报", how=at(10))
    with as_role("reporter", "T161") as reporter:
        actions_signing.fill_report(reporter, **TEAM, narrative="发热一人已送诊。", how=at(11))
        with refused(problems.NOT_SIGNER):
            actions_signing.send_back(reporter, **TEAM, why="不行", how=at(11))
    with as_role("officer", "T161") as officer:
        actions_signing.review_report(officer, **TEAM, how=at(12))
    with as_role("commander", "T161") as commander:
        actions.confirm_report(commander, **TEAM, how=at(13))
        version = queries.report(commander, "T161", DAY, now=at(14).now).version
    assert version is not None
    assert [(each["step"], each["login"]) for each in version.signatures] == [
        ("fill", "reporter-t161"), ("review", "officer-t161"), ("sign", "commander-t161"),
    ]  # fmt: skip
    assert version.narrative == "发热一人已送诊。"


def test_a_filler_signs_only_where_the_form_lets_him(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = (SigningStep(step="fill"), SigningStep(step="sign"))
    form = type(queries.asked("daily", clock.reporting_day(DAY), WINDOW_CLOSED).playbook.form("daily"))
    monkeypatch.setattr(form, "signing_of", lambda self, kind: Signing(kinds=(kind,), steps=steps, one_person="never"))
    with as_role("reporter", "T161-LOG") as reporter:
        actions_signing.fill_report(reporter, unit="T161-LOG", day=DAY, how=at(1))
        with refused(problems.SAME_PERSON):
            actions.confirm_report(reporter, unit="T161-LOG", day=DAY, how=at(2))
    monkeypatch.setattr(
        form, "signing_of", lambda self, kind: Signing(kinds=(kind,), steps=steps, one_person="if_alone")
    )
    assert confirm("T161-LOG", WINDOW_CLOSED + timedelta(minutes=3)).filing.number == 1, "he is alone"


def test_a_signature_is_taken_back_until_somebody_has_received_it() -> None:
    confirm("T161-LOG")
    mine = {"unit": "T161-LOG", "day": DAY}
    with as_role("reporter", "T161-LOG") as reporter:
        actions_signing.withdraw_signature(reporter, **mine, why="数字有误", how=at(1))
        report = queries.report(reporter, "T161-LOG", DAY, now=at(2).now)
        assert report.filing.handling is Handling.RECALLED
        with refused(problems.BACK_ALREADY):
            actions_signing.withdraw_signature(reporter, **mine, why="再撤", how=at(3))
        actions.amend_report(reporter, **mine, why="已核对", how=at(4))
    with as_role("officer", "T161") as officer:
        actions.receive_report(officer, **mine, how=at(5))
    with as_role("reporter", "T161-LOG") as reporter:
        with refused(problems.RECEIVED_STANDS):
            actions_signing.withdraw_signature(reporter, **mine, why="又有误", how=at(6))
        with refused(problems.NOTHING_SIGNED):
            actions_signing.withdraw_signature(
                reporter, unit="T161-LOG", day=DAY - timedelta(days=1), why="x", how=at(6)
            )
    with scope.acting(scope.system_actor()):
        assert list(discrepancies(connection)) == []


def test_an_event_that_arrives_is_seen_before_anybody_signs() -> None:
    with as_role("reporter", "T161-D01") as reporter:
        seen = queries.report(reporter, "T161-D01", DAY, now=WINDOW_CLOSED).token
    happens()
    with refused(problems.EVENTS_MOVED):
        confirm("T161-D01", seen=seen)
    with refused(problems.DENIES_EVENTS):
        confirm("T161-D01", narrative="当日无突发情况。")
    filed = confirm("T161-D01", narrative="发热一人，正在处置。")
    assert filed.version is not None
    assert filed.version.events is not None
    assert [each["code"] for each in filed.version.events] == ["E01"]
    assert not filed.unlisted
    happens()
    with as_role("officer", "T161") as officer:
        assert len(queries.report(officer, "T161-D01", DAY, now=at(9).now).unlisted) == 1


def test_somebody_stands_in_for_an_absent_signer(team: dict[str, Client]) -> None:
    crew = {"unit": "T161-D01", "day": DAY}
    with as_role("officer", "T161") as officer:
        with refused(problems.NOT_YOUR_REPORT):
            actions.confirm_report(officer, **crew, how=at(1))
        actions.confirm_report(officer, **crew, on_behalf="井队长出差", how=at(2))
        version = queries.report(officer, "T161-D01", DAY, now=at(3).now).version
    assert version is not None
    assert {(each["stands"], each["stands_for"]) for each in version.signatures} == {("above", "井队长出差")}
    with as_role("commander", "T161") as commander:
        days = {"from_day": DAY, "to_day": DAY + timedelta(days=2), "why": "外出开会"}
        with refused(problems.DEPUTY_MAY_NOT):
            actions_signing.name_deputy(commander, unit="T161", deputy="nobody", **days, how=at(1))
        with refused(problems.DEPUTY_DAYS):
            actions_signing.name_deputy(
                commander, unit="T161", deputy="officer-t161", **{**days, "to_day": DAY + timedelta(days=40)}, how=at(1)
            )
        actions_signing.name_deputy(commander, unit="T161", deputy="officer-t161", **days, how=at(2))
    with as_role("reporter", "T161") as reporter:
        actions_signing.fill_report(reporter, **TEAM, how=at(3))
    with as_role("commander", "T161") as commander:
        actions_signing.review_report(commander, **TEAM, how=at(4))
    with as_role("officer", "T161") as officer:
        actions.confirm_report(officer, **TEAM, how=at(5))
        version = queries.report(officer, "T161", DAY, now=at(6).now).version
    assert version is not None
    assert version.signatures[-1]["stands_for"] == "commander-t161"


@pytest.fixture
def signed(team: dict[str, Client], monkeypatch: pytest.MonkeyPatch) -> Client:
    """The team's report of the day, with an event in it, and yesterday's; looked at by the officer an hour later."""
    say("T161", "H2", 2, 6, 6, day=DAY - timedelta(days=1))
    say("T161", "H2", 0, 5, 6)
    say("T161", "H5", 1, 1, 1, day=DAY - timedelta(days=1))
    for code in ("H5", "H6", "H7"):
        say("T161", code, 0, 1, 1)
    happens()
    day_before = {"unit": "T161", "day": DAY - timedelta(days=1)}
    early = Recording(clock.FixedClock(WINDOW_CLOSED - timedelta(days=1)))
    for about, how in ((day_before, early), (TEAM, at(10))):
        with as_role("reporter", "T161") as reporter:
            actions_signing.fill_report(reporter, **about, narrative="发热一人，正在处置。", how=how)
        with as_role("officer", "T161") as officer:
            actions_signing.review_report(officer, **about, how=how)
        with as_role("commander", "T161") as commander:
            actions.confirm_report(commander, **about, how=how)
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(WINDOW_CLOSED + timedelta(hours=1)))
    return team["officer"]


def fetched(browser: Client, kind: str, unit: str = "T161") -> bytes:
    answer = browser.get(f"/reporting/{unit}/{DAY}/report.{kind}")
    assert answer.status_code == 200
    return bytes(answer.content)


def text_of(made: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)


def test_the_paper_names_people_events_and_exceptions(signed: Client) -> None:
    text = text_of(fetched(signed, "pdf"))
    for part in (
        "一六一队疫情防控日报表", "第 2 期", "接收单位 新疆局", "张填", "李审", "王签", "0991-0000009", "单位（盖章）",
        "发热或症状", "官方渠道已查", "家下级未报日报", "一号井队",
    ):  # fmt: skip
        assert part in text, part
    assert "-t161" not in text, "no login stands on paper"
    assert re.search(r"确诊（例） 0 1 1", text), "today, the day before, in all"
    assert re.search(r"复测确认）（人） 0 2 (?!2)", text), "who has a fever for two days is not two"
    assert "草稿" not in text
    book = fetched(signed, "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(book)).worksheets[0]
    assert "A1:K1" in {str(each) for each in sheet.merged_cells.ranges}
    assert sheet.sheet_properties.pageSetUpPr.fitToPage, "it is printed on one sheet"
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    (fever,) = [row for row in rows if row[10] == "H2"]
    assert fever[3:6] == [0, 2, ""]
    assert any("王签" in str(cell) for row in rows for cell in row)
    picture = fetched(signed, "png")
    assert picture.startswith(b"\x89PNG")
    page = signed.get(f"/reporting/T161/{DAY}/").content.decode()
    assert re.search(
        r"一六一队8月10日截至16时：.*发热0人（不全，已查5 / 6）；.*确诊0例（官方渠道已查）.*突发情况1起", page
    )
    draft = text_of(fetched(signed, "pdf", "T161-LOG"))
    assert "草稿" in draft
    assert fetched(client("superior", "XJCG", "en"), "pdf")[:4] == b"%PDF"


def test_what_follows_the_records_still_stands_as_at_printing(signed: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def listed(unit: str = "T161") -> tuple[str, str, str]:
        text = text_of(fetched(signed, "pdf", unit)).replace(" ", "")
        return text.partition("未齐和例外事项")[2].partition("截至打印时2020年8月10日17:20")

    stated, _, live = listed()
    assert "项未报" in stated, "what the version states of its own figures"
    assert "家下级未报日报" not in stated
    assert "3家下级未报日报" in live
    monkeypatch.setattr(queries_paper, "NAMED", 1)
    assert re.search(r"3家下级未报日报\S+等\n", listed()[2]), "all are counted, the first are named"
    stated, _, live = listed("T161-LOG")
    assert (stated.strip(), "点名" in live) == ("", True), "a draft states nothing yet"
    book = openpyxl.load_workbook(io.BytesIO(fetched(signed, "xlsx"))).worksheets[0]
    assert "截至打印时 2020年8月10日 17:20" in [cell.value for row in book.iter_rows() for cell in row]


def test_the_printed_code_answers_anybody_and_nothing_else(signed: Client) -> None:
    (printed,) = [code for code in decoded(fetched(signed, "pdf")) if "/verify/" in code]
    nobody, path = Client(), printed.removeprefix("http://testserver")
    answer = nobody.get(path)
    said = re.sub(r"<[^>]+>|\s+", " ", answer.content.decode())
    assert answer.status_code == 200
    for part in ("核验通过", "一六一队", "2020年8月10日", "共 1 版", "尚未封存"):
        assert part in said, part
    for private in ("张填", "王签", "commander", "发热"):
        assert private not in said
    wrong = nobody.get(path[:-2] + ("0/" if path[-2] != "0" else "1/"))
    assert wrong.status_code == 404
    assert "核验不通过" in wrong.content.decode()
    assert "一六一队" not in wrong.content.decode()
    assert "Not genuine" in Client(headers={"accept-language": "en"}).get(path[:-2] + "g/").content.decode()
    with as_role("commander", "T161") as commander:
        actions_signing.withdraw_signature(commander, **TEAM, why="数字有误", how=at(70))
    said = nobody.get(path).content.decode()
    assert "确为本系统签发的报表，但已于 2020年8月10日 17:30 撤回" in said
    assert "核验通过" not in said
    for _ in range(70):
        last = nobody.get(path)
    assert last.status_code == 429


def test_the_page_offers_each_signer_his_step(team: dict[str, Client], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(WINDOW_CLOSED + timedelta(minutes=1)))
    address = f"/reporting/T161/{DAY}/"

    def page(who: str) -> str:
        return team[who].get(address).content.decode()

    assert "待填报" in page("commander")
    form = team["reporter"].get(f"{address}fill/").content.decode()
    sent: dict[str, Any] = {"seen": re.search(r'name="seen" value="([^"]+)"', form)[1], "narrative": "按方案进行。"}  # type: ignore[index]
    assert team["reporter"].post(f"{address}fill/", sent).status_code == 302
    assert "以上属实，审核通过" in page("officer")
    assert "撤回签字" in page("reporter")
    seen = re.search(r'name="seen" value="([^"]+)"', page("officer"))[1]  # type: ignore[index]
    assert team["officer"].post(f"{address}review/", {"seen": seen}).status_code == 302
    signing = page("commander")
    assert "按方案进行。" in signing, "what was filled in is before whoever signs"
    assert 'name="narrative"' not in signing, "two have signed these words: they are signed as they stand"
    assert team["commander"].post(f"{address}confirm/", {"seen": seen}).status_code == 409, "before the review"
    seen = re.search(r'name="seen" value="([^"]+)"', signing)[1]  # type: ignore[index]
    assert team["commander"].post(f"{address}confirm/", {"seen": seen}).status_code == 302
    done = page("commander")
    assert "第 1 版已提交" in done
    for name in ("张填", "李审", "王签"):
        assert name in done
    assert [*REGISTRY.shortfalls()], "areas tell what a day lacks"
