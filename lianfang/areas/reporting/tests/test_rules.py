"""reporting · tests of the rules: what is on time, late, missing, and what may be said of a report (B1)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.areas.reporting.rules import Verdict, standing, verdicts
from lianfang.kernel.filings import Standing

CLOSES = datetime(2020, 8, 10, 8, tzinfo=UTC)
DUE = CLOSES + timedelta(hours=1)
_MINUTES = st.integers(-600, 600)


@pytest.mark.parametrize(
    ("now", "filed", "stands"),
    [
        (CLOSES - timedelta(seconds=1), None, Standing.OPEN),
        (CLOSES, None, Standing.DUE),
        (DUE, None, Standing.DUE),
        (DUE + timedelta(seconds=1), None, Standing.MISSING),
        (DUE + timedelta(days=9), DUE, Standing.ON_TIME),
        (DUE + timedelta(days=9), DUE + timedelta(seconds=1), Standing.LATE),
    ],
)
def test_a_report_against_its_window_and_cut_off(now: datetime, filed: datetime | None, stands: Standing) -> None:
    assert standing(now, CLOSES, DUE, filed) is stands


@pytest.mark.parametrize(
    ("stands", "differs", "known", "said"),
    [
        (Standing.OPEN, False, False, ()),
        (Standing.DUE, False, False, ()),
        (Standing.MISSING, False, False, (Verdict.OMITTED,)),
        (Standing.ON_TIME, False, False, (Verdict.ON_TIME,)),
        (Standing.LATE, False, False, (Verdict.LATE,)),
        (Standing.ON_TIME, True, False, (Verdict.ON_TIME, Verdict.ERRONEOUS)),
        (Standing.LATE, True, True, (Verdict.LATE, Verdict.OMITTED, Verdict.ERRONEOUS)),
    ],
)
def test_what_software_says_of_a_report(
    stands: Standing, differs: bool, known: bool, said: tuple[Verdict, ...]
) -> None:
    assert verdicts(stands, differs=differs, known_before_cutoff=known) == said


@given(now=_MINUTES, filed=st.none() | _MINUTES, differs=st.booleans(), known=st.booleans())
def test_intent_is_never_claimed(now: int, filed: int | None, differs: bool, known: bool) -> None:
    at = None if filed is None else DUE + timedelta(minutes=filed)
    stands = standing(DUE + timedelta(minutes=now), CLOSES, DUE, at)
    said = verdicts(stands, differs=differs, known_before_cutoff=known)
    assert not {"false_report", "concealed"} & {str(each) for each in said}
    assert (Verdict.LATE in said) == (at is not None and at > DUE)
