"""resumption · kinds: what a site says of its day, the one kind of record here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import ValidationInfo, field_validator

from lianfang.kernel.declaring import declare_kind
from lianfang.kernel.kinds import NO_PERSONAL_DATA
from lianfang.kernel.payloads import Papers, Payload, Text, fact, unacceptable
from lianfang.kernel.sums import newest
from lianfang.kernel.words import Words, w

MODES: dict[str, Words] = {
    "working": w("正常作业", "working"),
    "limited": w("限制作业", "limited"),
    "paused": w("暂停", "paused"),
}
RISKS: dict[str, Words] = {
    "low": w("低风险", "low risk"),
    "mid": w("中风险", "mid risk"),
    "high": w("高风险", "high risk"),
}


class SiteStatus(Payload):
    """One site at one moment (domain A2 4b, 4c, B14); the newest of a reporting day is the day's."""

    mode: Literal["working", "limited", "paused"] = fact("作业状态", "work status", choices=MODES)
    crew_listed: int = fact("在册人数", "crew listed", ge=0, le=100_000)
    crew_present: int = fact("在岗人数", "crew present", ge=0, le=100_000)
    risk_level: Literal["low", "mid", "high"] | None = fact(
        "所在县域风险等级", "risk level of the county", choices=RISKS, default=None
    )
    note: Text | None = fact("说明", "note", default=None)
    papers: Papers | None = fact("复工批复等附件", "approval and other papers", files="paper", default=None)

    @field_validator("crew_present")
    @classmethod
    def _of_those_listed(cls, present: int, info: ValidationInfo) -> int:
        listed = info.data.get("crew_listed")
        if isinstance(listed, int) and present > listed:
            raise unacceptable(
                "more_than_listed",
                w(
                    "在岗 {present} 人多于在册 {listed} 人，请先更新名册",
                    "{present} present, but {listed} on the register: update the register first",
                ).fill(present=present, listed=listed),
            )
        return present


def _said(data: Mapping[str, Any]) -> Words:
    said = w("{mode}，在岗 {present}/{listed} 人", "{mode}, {present} of {listed} present").fill(
        mode=MODES[data["mode"]], present=data["crew_present"], listed=data["crew_listed"]
    )
    if data.get("risk_level"):
        said = w("{said}，{risk}", "{said}, {risk}").fill(said=said, risk=RISKS[data["risk_level"]])
    return said


SITE_STATUS = declare_kind(
    "resumption.site_status",
    SiteStatus,
    w("项目部井队日状态", "site's daily status"),
    _said,
    privacy=NO_PERSONAL_DATA,
    fulfils=("site_status",),
    primary=("mode", "crew_present", "crew_listed"),
    table="resumption.status",
    of_entry=("recorded_by",),
    unprojected=("papers",),
    indexes={
        "resumption_status_last": ("unit", "day", "occurred_at", "entry"),
        "resumption_status_day": ("day", "path"),
    },
    sums={
        "resumption_site_day": {
            "entry": newest("entry"),
            "said_at": newest("occurred_at"),
            **{name: newest(name) for name in ("mode", "crew_present", "crew_listed", "risk_level")},
        }
    },
)
RECORD, SEE = SITE_STATUS.record, SITE_STATUS.see
