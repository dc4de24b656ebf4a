"""tests · refusals: `with refused(problem):` the block is refused, with that problem and no other."""

from __future__ import annotations

import pytest

from lianfang.kernel.problems import Problem, Refused


def refused(problem: Problem) -> pytest.RaisesExc[Refused]:
    return pytest.RaisesExc(Refused, check=lambda raised: raised.problem is problem)
