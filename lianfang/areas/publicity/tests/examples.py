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
}
