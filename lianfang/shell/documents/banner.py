"""shell · banner: one line of type to hang over a road or a gate, drawn at a tenth of its size.

A sheet of eight metres is longer than a PDF may be (200 inches), and printers of banners take files at 1:10.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from lianfang.kernel.problems import Refused
from lianfang.shell.documents.face import InForce, across_of
from lianfang.shell.documents.pdf import drawn, sheet
from lianfang.shell.problems import BANNER_LONG, BANNER_WRAPS

METRES = (3, 4, 6, 8)
HIGH_MM, MARGIN_MM = 700, 250
LETTER_MOST_MM, LETTER_GOOD_MM, LETTER_LEAST_MM = 420, 300, 240  # what hangs over a road is read from far away
_SPACED = 8  # hundredths of a letter between letters, at least


@dataclass(frozen=True, slots=True)
class Banner:
    """A banner: its line, its width (None: what the line needs), red with white type or white with red type."""

    line: str
    standing: InForce
    metres: int | None = None
    red: bool = True


def metres_for(line: str) -> int:
    """The narrowest banner on which the line is large enough, else the widest."""
    return next((each for each in METRES if letter_mm(line, each) >= LETTER_GOOD_MM), METRES[-1])


def letter_mm(line: str, metres: int) -> int:
    """How high the letters of a line can be."""
    room = metres * 1000 - 2 * MARGIN_MM
    return min(LETTER_MOST_MM, int(room / max(_widths(line), 1) * 100 / (100 + _SPACED)))


def most_of(metres: int) -> int:
    """How many characters a banner takes at the least size."""
    return int((metres * 1000 - 2 * MARGIN_MM) / (LETTER_LEAST_MM * (100 + _SPACED) / 100))


def banner_pdf(banner: Banner, *, at: datetime) -> bytes:
    """The banner as a PDF at 1:10. Raises `banner_wraps`, or `banner_long` with how many characters too many."""
    return sheet("banner", _data(banner), at=at)


def banner_png(banner: Banner, *, ppi: float = 60) -> bytes:
    """The banner as a picture. Raises as `banner_pdf`."""
    return drawn("banner", _data(banner), ppi=ppi)


def against_banner(banner: Banner) -> Refused | None:
    """Why the line cannot be a banner of that width; None where it can."""
    line = _line(banner)
    if len(line.splitlines()) != 1:
        return Refused(BANNER_WRAPS)
    metres = banner.metres or metres_for(line)
    if letter_mm(line, metres) >= LETTER_LEAST_MM:
        return None
    most = most_of(metres)
    return Refused(BANNER_LONG, length=len(line), metres=metres, most=most, over=ceil(_widths(line) - most) or 1)


def _data(banner: Banner) -> dict[str, object]:
    refused = against_banner(banner)
    if refused is not None:
        raise refused
    line = _line(banner)
    metres = banner.metres or metres_for(line)
    letter = letter_mm(line, metres)
    spare = metres * 1000 - 2 * MARGIN_MM - letter * _widths(line)
    # A short line is spread, but stays one line to the eye: never further than half a letter.
    gap = min(letter // 2, int(spare / max(len(line) - 1, 1)))
    return {
        "title": line, "across": across_of(banner.standing), "red": banner.red, "wide": metres * 1000, "high": HIGH_MM,
        "letter": letter, "gap": gap,
    }  # fmt: skip


def _line(banner: Banner) -> str:
    return banner.line.strip()


def _widths(line: str) -> float:
    """The line's width in letters: what is not Chinese takes about half of one."""
    return sum(0.6 if char.isascii() else 1 for char in line)
