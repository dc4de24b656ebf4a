"""publicity · tests: an example of each kind, for the conformance suite."""

from __future__ import annotations

from typing import Any

_SOURCE = {
    "issuer": "（合成）市卫生健康委", "document": "（合成）第 12 号通报", "address": "https://example.org/notice/12",
    "dated": "2020-08-10",
}  # fmt: skip
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
    "publicity.rumour_received": {
        "claim": "（合成）听说小区要停水三天",
        "channel": "wechat",
        "where": "（合成）三号楼群",
        "seen_at": "2020-08-10T08:00:00+08:00",
        "link": "https://example.org/said",
        "photos": ["0" * 64],
        "told_by": "resident",
        "tip": "01737c00-0000-7000-8000-000000000001",
    },
    "publicity.rumour_found": {"verdict": "false", "says": "（合成）没有停水计划", "source": _SOURCE},
    "publicity.rumour_rebutted": {
        "text": "（合成）不停水",
        "source": _SOURCE,
        "channels": ["wechat", "paper"],
        "note": "（合成）一号公告栏",
        "photos": ["0" * 64],
    },
    "publicity.screen_set": {"note": "门岗管，早7点开、晚10点关"},
    "publicity.screen_ended": {"why": "屏已拆除"},
}
