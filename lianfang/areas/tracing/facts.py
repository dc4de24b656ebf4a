"""tracing · facts: the subjects that official channels speak of."""

from __future__ import annotations

from typing import Literal

from lianfang.kernel.words import w

SUBJECTS = {
    "confirmed": w("确诊", "confirmed"),
    "suspected": w("疑似", "suspected"),
    "asymptomatic": w("无症状感染者", "asymptomatic"),
}
Subject = Literal["confirmed", "suspected", "asymptomatic"]
