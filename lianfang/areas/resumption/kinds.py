"""resumption · kinds: what may be recorded here, said in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianfang.areas.resumption.payloads import MODES, RISKS, SiteStatus
from lianfang.areas.resumption.projections import STATUS
from lianfang.kernel.kinds import NO_PERSONAL_DATA, Kind
from lianfang.kernel.words import Words, w

RECORD = "resumption.record"
SEE = "resumption.see"


def _said(data: Mapping[str, Any]) -> Words:
    said = w("{mode}，在岗 {present}/{listed} 人", "{mode}, {present} of {listed} present").fill(
        mode=MODES[data["mode"]], present=data["crew_present"], listed=data["crew_listed"]
    )
    if data.get("risk_level"):
        said = w("{said}，{risk}", "{said}, {risk}").fill(said=said, risk=RISKS[data["risk_level"]])
    return said


STATUS_KIND = Kind(
    code="resumption.site_status",
    words=w("项目部井队日状态", "site's daily status"),
    payload=SiteStatus,
    sentence=_said,
    privacy=NO_PERSONAL_DATA,
    record=RECORD,
    see=SEE,
    projection=STATUS,
    fulfils=("site_status",),
    primary=("mode", "crew_present", "crew_listed"),
)
KINDS = (STATUS_KIND,)
