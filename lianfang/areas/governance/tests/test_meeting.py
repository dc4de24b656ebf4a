"""governance · tests: minutes of a meeting: where they are found, who keeps them, and how they are said.

That they are entered, corrected, exchanged as sheets and take their paper, `tests/house/test_kinds.py` tries.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation
from pydantic import ValidationError

from lianfang.areas.governance.kinds_meeting import MEETING, Meeting
from lianfang.areas.governance.tests.office import at
from lianfang.areas.governance.tests.test_pages import browser
from lianfang.kernel import clock
from tests.support import pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
LIST, NEW = "/governance/meeting/", "/governance/meeting/new/"
SAID = {
    "sort": "coordination", "title": "与马南社区联防联控协调会", "chair": "队长",
    "attendees": "马南社区、物业公司、后勤", "decided": "每日 18:00 前互通排查情况（责任：小区）",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(at(16, 40)))


def test_whoever_leads_keeps_them_and_the_others_read() -> None:
    chief = browser("chief")
    assert f'href="{LIST}"' in pages.text(chief.get("/governance/")), "the area's page leads to them"
    asked = pages.text(chief.get(NEW))
    for word in (
        "会议类别",
        "联防联控协调会",
        "主持人",
        "出席单位和人员",
        "议定事项（每项写明责任单位、时限）",
        "纪要原件",
    ):
        assert word in asked
    assert "what was decided, by whom and when" in pages.text(browser("chief", "en").get(NEW)).lower()
    assert browser("log").get(NEW).status_code == 403
    assert browser("auditor").get(LIST).status_code == 200


def test_they_say_who_met_and_what_was_decided() -> None:
    said = MEETING.sentence(SAID)
    assert said.zh == "联防联控协调会“与马南社区联防联控协调会”，队长主持：每日 18:00 前互通排查情况（责任：小区）"
    with translation.override("en"):
        assert said.say().startswith("coordination meeting “")


@pytest.mark.parametrize("left", list(SAID))
def test_what_minutes_cannot_do_without_is_asked_for(left: str) -> None:
    said: dict[str, Any] = {name: value for name, value in SAID.items() if name != left}
    with pytest.raises(ValidationError, match=left):
        Meeting.model_validate(said)
    with pytest.raises(ValidationError, match=left):
        Meeting.model_validate({**SAID, left: ""})
