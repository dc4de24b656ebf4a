"""tracing · tests: the city's figures come from a sheet under a newspaper's heads, each day once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lianfang.areas.tracing import queries
from lianfang.areas.tracing.tests.conftest import NOW, TEAM
from lianfang.ground.access import actions as access
from lianfang.ground.access.models import User
from lianfang.ground.access.roles import Role
from lianfang.ground.testing import OPENED_AT
from lianfang.kernel import clock, scope

pytestmark = pytest.mark.django_db
PAGE = reverse("shell:directory:sheet-import", args=["tracing.figures"])
SHEET = (
    "乌鲁木齐市疫情数据,,,,\n日期,确诊,疑似,无症状,治愈,死亡\n8月8日,826,4,90,500,0\n"
    "2020.8.7,816,,１０１,480,0\n2020年8月8日,826,4,90,500,0\n2020-08-09,很多,0,,520,0\n"
).encode("gb18030")


@pytest.mark.case(36)
def test_figures_under_chinese_heads(tree: Any, system: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(NOW))
    with scope.acting(system):
        user = access.create_user(system, login="teller", unit="T161")
        access.give_grant(system, login="teller", role=Role.OFFICER, unit="T161", at=clock.FixedClock(OPENED_AT))
    client = Client()
    client.force_login(User.objects.get(pk=user.pk), backend="django.contrib.auth.backends.ModelBackend")

    def sent(**more: str) -> Any:
        return client.post(PAGE, {"sheet": SimpleUploadedFile("疫情.csv", SHEET), **more})

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
