"""publicity · tests: an example of each kind, for the conformance suite."""

from __future__ import annotations

from typing import Any

EXAMPLES: dict[str, dict[str, Any]] = {
    "publicity.text_written": {"sort": "notice", "title": "关于进出小区的通知", "body": "进出请测温、亮证、扫码。"},
    "publicity.text_proofed": {"version": 1},
    "publicity.text_approved": {"version": 1},
    "publicity.text_returned": {"why": "请写明起止日期"},
    "publicity.text_dropped": {"why": "与上一份通知重复"},
    "publicity.text_withdrawn": {"why": "措施已调整"},
    "publicity.posting_planned": {
        "text": "01890a5d-ac96-774b-bcce-b302099a8057",
        "channel": "notice_board",
        "places": ["P1"],
        "from_at": "2020-08-10T12:00:00+08:00",
        "until_at": "2020-08-17T12:00:00+08:00",
    },
    "publicity.posting_ended": {"why": "通知已过期"},
    "publicity.posted": {"posting": "01890a5d-ac96-774b-bcce-b302099a8058", "target": "P1", "version": 1},
    "publicity.taken_down": {"posting": "01890a5d-ac96-774b-bcce-b302099a8058", "target": "P1"},
    "publicity.group_set": {"name": "小区一群", "service": "wecombot", "fingerprint": "k1234567", "open": True},
    "publicity.screen_set": {"note": "门岗管，早7点开、晚10点关"},
    "publicity.screen_ended": {"why": "屏已拆除"},
}
