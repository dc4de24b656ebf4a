"""governance · kinds: minutes of a meeting: who met, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from lianfang.areas.governance.kinds import DIRECT, Said, Words1
from lianfang.kernel.declaring import declare_kind
from lianfang.kernel.kinds import Presence, Privacy
from lianfang.kernel.payloads import Papers, Payload, Text, fact
from lianfang.kernel.words import Words, w

SORTS: dict[str, Words] = {
    "thematic": w("专题会议", "thematic meeting"),
    "coordination": w("联防联控协调会", "coordination meeting"),
    "regular": w("例会", "regular meeting"),
    "other": w("其他会议", "other meeting"),
}


class Meeting(Payload):
    """Minutes of one meeting (domain A2 2b, 3b, 4c, B16); the entry's time is when it was held."""

    sort: Literal["thematic", "coordination", "regular", "other"] = fact("会议类别", "sort of meeting", choices=SORTS)
    title: Words1 = fact("会议名称", "meeting")
    chair: Words1 = fact("主持人", "chair")
    attendees: Said = fact("出席单位和人员", "who attended")
    absent: Text | None = fact("请假、缺席", "absent", default=None)
    decided: Said = fact("议定事项（每项写明责任单位、时限）", "what was decided, by whom and when")
    papers: Papers | None = fact("纪要原件等附件", "the minutes on paper", files="paper", default=None)


def _said(data: Mapping[str, Any]) -> Words:
    return w("{sort}“{title}”，{chair}主持：{decided}", "{sort} “{title}”, chaired by {chair}: {decided}").fill(
        sort=SORTS[data["sort"]], title=data["title"], chair=data["chair"], decided=str(data["decided"])[:120]
    )


MEETING = declare_kind(
    "governance.meeting",
    Meeting,
    w("会议纪要", "minutes of a meeting"),
    _said,
    privacy=Privacy(
        w("证明谁议定了什么；姓名为履行职务所写", "proves who decided what; names are given for the position held"),
        None,
        False,
    ),
    record=DIRECT,
    place=Presence.FORBIDDEN,
    primary=("sort", "title", "decided"),
    of_entry=("recorded_by",),
    unprojected=("papers",),
    indexes={"governance_meeting_held": ("unit", "day", "occurred_at", "entry")},
)
