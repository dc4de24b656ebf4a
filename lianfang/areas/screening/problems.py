"""screening · problems: what a gate or a second reading can be refused for."""

from __future__ import annotations

from lianfang.kernel.problems import problem
from lianfang.kernel.words import w

NO_GATE = problem(
    "screening_no_gate",
    404,
    w("您的范围内没有在用的门岗", "There is no gate in use in your scope"),
    w("请在底册中设立门岗，或联系上级授权", "Open a gate in the register of places, or ask your superior for access"),
)
NOTHING_TO_REMEASURE = problem(
    "screening_nothing_to_remeasure",
    409,
    w("此人本日没有待复测的高温", "No high reading of this person awaits a second one"),
    w("可能他人已复测；如需再测，请另记一条测温", "Somebody may have done it already; record another check if needed"),
)
