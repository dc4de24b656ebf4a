"""publicity · gaps of answers: rumours without a finding and tips that nobody follows, once their time is over."""

from __future__ import annotations

from lianfang.areas.publicity import queries_rumour, queries_tip
from lianfang.kernel.gaps import GapSource
from lianfang.kernel.words import w

GAPS = (
    GapSource(
        "publicity.rumour_unanswered",
        w("传言没有核实结论", "a rumour has no finding"),
        queries_rumour.unanswered,
        queries_rumour.answered,
    ),
    GapSource(
        "publicity.tip_unanswered",
        w("线索无人受理", "nobody follows a tip"),
        queries_tip.unanswered,
        queries_tip.answered,
    ),
)
