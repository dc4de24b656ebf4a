"""shell · glyphs: which characters our typefaces can draw; the others are printed as their number, never dropped.

A character without a glyph would come out as an empty box that no reader and no search can tell from another.
`〔U+20BB7〕` is ugly and true: it says exactly which character stood there.
"""

from __future__ import annotations

import struct
import unicodedata
from functools import lru_cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
_UNICODE_TABLES = {(3, 10): 2, (0, 4): 2, (0, 6): 2, (3, 1): 1, (0, 3): 1}  # (platform, encoding) → preference
_HEBREW = range(0x5D0, 0x5EB)  # in the face that typst itself brings


def drawable(text: str) -> str:
    """The text with every character that no typeface of ours holds written as its code point."""
    if text.isascii():
        return text
    held = _held()
    return "".join(char if ord(char) in held or _inkless(char) else f"〔U+{ord(char):04X}〕" for char in text)


def _inkless(char: str) -> bool:
    """Marks, controls and spaces: they shape their neighbours and need no glyph of their own."""
    return unicodedata.category(char)[0] in "CMZ" and unicodedata.category(char) not in ("Co", "Cn")


@lru_cache(maxsize=1)
def _held() -> frozenset[int]:
    """Every code point that at least one of the typefaces in the folder draws."""
    held = set(_HEBREW)
    for file in sorted(FONTS.glob("*.ttf")):
        held |= code_points(file.read_bytes())
    return frozenset(held)


def code_points(font: bytes) -> set[int]:
    """The code points in a TrueType file's character map (formats 4 and 12, the two that are in use)."""
    tables, best, start = struct.unpack_from(">H", font, 4)[0], 0, 0
    cmap = next(
        offset
        for tag, _, offset, _ in (struct.unpack_from(">4sIII", font, 12 + 16 * i) for i in range(tables))
        if tag == b"cmap"
    )
    for i in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHI", font, cmap + 4 + 8 * i)
        preference = _UNICODE_TABLES.get((platform, encoding), 0)
        if preference > best:
            best, start = preference, cmap + offset
    form = struct.unpack_from(">H", font, start)[0]
    return _by_groups(font, start) if form == 12 else _by_segments(font, start)


def _by_groups(font: bytes, start: int) -> set[int]:
    """Format 12: runs of (first, last, glyph)."""
    points: set[int] = set()
    for i in range(struct.unpack_from(">I", font, start + 12)[0]):
        first, last, _ = struct.unpack_from(">III", font, start + 16 + 12 * i)
        points.update(range(first, last + 1))
    return points


def _by_segments(font: bytes, start: int) -> set[int]:
    """Format 4: segments given by arrays of last and first code points."""
    count = struct.unpack_from(">H", font, start + 6)[0] // 2
    lasts = struct.unpack_from(f">{count}H", font, start + 14)
    firsts = struct.unpack_from(f">{count}H", font, start + 16 + 2 * count)
    segments = (range(first, last + 1) for first, last in zip(firsts, lasts, strict=True) if last != 0xFFFF)
    return {point for segment in segments for point in segment}
