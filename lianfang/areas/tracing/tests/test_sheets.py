"""tracing · tests: the city's figures come from a sheet under a newspaper's heads, each day once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lianfang.areas.tracing import queries
from lianfang.areas.tracing.tests.conftest import NOW, TEAM
from lianfang.ground.access.roles import Role
from lianfang.ground.testing import enlist
from lianfang.kernel import clock, scope

pytestmark = pytest.mark.django_db
PAGE = reverse("shell:directory:sheet-import", args=["tracing.figures"])
SHEET = (
    "乌鲁木齐市疫情数据,,,,\n日期,确诊,疑似,无症状,治愈,死亡\n8月8日,826,4,90,500,0\n"
    "2020.8.7,816,,１０１,480,0\n2020年8月8日,826,4,90,500,0\n2020-08-09,很多,0,,520,0\n"
).encode("gb18030")


class Ticking:
    """A clock that goes on by a second whenever it is asked."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@pytest.fixture
def teller(tree: Any, system: Any, monkeypatch: pytest.MonkeyPatch) -> Client:
    """An officer of the team, with a page open in a browser."""
    ticking = Ticking(NOW)
    monkeypatch.setattr(clock, "current", lambda: ticking)
    teller = enlist(system, {"teller": (Role.OFFICER, "T161")})["teller"]
    client = Client()
    client.force_login(teller, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.case(36)
def test_figures_under_chinese_heads(teller: Client) -> None:
    def sent(**more: str) -> Any:
        return teller.post(PAGE, {"sheet": SimpleUploadedFile("疫情.csv", SHEET), **more})

    assert "没有找到表头（须有：发布来源）" in sent().content.decode()
    said = {"heads_said": "1", "all.source": "自治区卫生健康委"}
    report = sent(**said).context["report"]
    assert (report.rows, report.accepted) == (4, 2)
    assert {(each.number, each.code) for each in report.bad} == {(3, "day"), (6, "confirmed_cumulative")}
    again = sent().context["report"]
    assert (again.accepted, again.duplicate) == (0, 2)
    with scope.acting(TEAM):
        curve = queries.official_curve(TEAM, "650100", date(2020, 8, 7), date(2020, 8, 7) + timedelta(days=1))
    found = [each.published for each in curve]
    assert [(one.confirmed, one.suspected, one.asymptomatic) for one in found if one] == [
        (816, None, 101),
        (826, 4, 90),
    ]


def _curve(first: int, last: int) -> dict[int, tuple[int, date | None]]:
    """Confirmed cases and the day counted up to, by day of August."""
    with scope.acting(TEAM):
        curve = queries.official_curve(TEAM, "650100", date(2020, 8, first), date(2020, 8, last))
    return {each.day.day: (each.published.confirmed, each.published.counted_on) for each in curve if each.published}


def _sent(client: Client, heads: str, *rows: str) -> Any:
    body = "\n".join((heads, *rows)).encode()
    return client.post(PAGE, {"sheet": SimpleUploadedFile("疫情.csv", body)})


def test_of_several_rows_for_one_day_the_last_stands(teller: Client) -> None:
    heads = "公布日,累计确诊,累计治愈,累计死亡,发布来源"

    def rows(*confirmed: int) -> list[str]:
        return [f"2020-08-08,{each},480,0,卫健委" for each in confirmed]

    assert _sent(teller, heads, *rows(*range(840, 820, -1))).context["report"].accepted == 20
    assert _curve(8, 8) == {8: (821, None)}, "the last row, whatever ids they got"
    back = _sent(teller, heads, "2020-08-07,816,480,0,卫健委", "2020-08-07,818,480,0,卫健委",
                 "2020-08-07,816,480,0,卫健委", "2020-08-07,816,480,0,卫健委")  # fmt: skip
    assert (back.context["report"].accepted, back.context["report"].duplicate) == (3, 1)
    assert _curve(7, 7) == {7: (816, None)}, "what is said again after something else stands again"
    again = _sent(teller, heads, *rows(*range(840, 820, -1))).context["report"]
    assert (again.accepted, again.duplicate) == (0, 20)


def test_the_day_counted_up_to_is_not_the_day_of_publication(teller: Client) -> None:
    both = "公布日期,统计日期,累计确诊,累计治愈,累计死亡,发布来源"
    sent = _sent(teller, both, "2020-08-09,2020-08-08,826,480,0,卫健委", "2020-08-08,2020-08-09,826,480,0,卫健委")
    report = sent.context["report"]
    assert report.accepted == 1
    assert [(each.number, each.code) for each in report.bad] == [(3, "counted_on")]
    assert _curve(7, 9) == {9: (826, date(2020, 8, 8))}
    page = teller.get(reverse("tracing:overview"), {"first": "2020-08-01", "last": "2020-08-10"}).content.decode()
    assert "统计日期" in page
    alone = _sent(teller, "统计日期,累计确诊,累计治愈,累计死亡,发布来源", "2020-08-10,830,480,0,卫健委")
    assert "没有找到表头（须有：公布日）" in alone.content.decode()
    assert _curve(10, 10) == {}
