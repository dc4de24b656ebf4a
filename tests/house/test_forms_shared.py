"""house · forms: an area says no refusal by itself; the shell's forms and pages do, in one way for all."""

from __future__ import annotations

import re
from pathlib import Path

LIANFANG = Path(__file__).parents[2] / "lianfang"
FILES = ("areas/*/console*.py", "areas/*/forms.py", "boards/console*.py", "boards/forms.py")
BY_HAND = re.compile(r"def refuse\(|except Refused|422 if ")


def test_no_area_says_a_refusal_by_hand() -> None:
    """`ActForm` puts a refusal at its field, `form_page` gives the page its status (docs/house.md)."""
    found = {
        file.relative_to(LIANFANG).as_posix(): match.group()
        for pattern in FILES
        for file in LIANFANG.glob(pattern)
        if (match := BY_HAND.search(file.read_text("utf-8")))
    }
    assert not found, found
