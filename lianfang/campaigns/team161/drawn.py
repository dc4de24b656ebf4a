"""campaigns · team161.drawn: photos of the demonstration, drawn here and marked as such; nobody ever took one."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING

from lianfang.ground.files import actions as files
from lianfang.kernel import clock
from lianfang.kernel.scope import Actor

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

_WIDTH, _HEIGHT = 960, 720
_SKY, _WALL, _GROUND = "#b9cbd8", "#d9cfbf", "#8b8d86"
_COLOURS, _LINE = ("#3d6b4a", "#41668f", "#8c3b34"), "#222222"
_MARK = "SYNTHETIC"


def brought(actor: Actor, *, place: str, at: datetime) -> str:
    """Draws a place at a moment, and brings it; gives the hash by which it is named."""
    content = picture_of(place, at)
    return files.bring(actor, name=f"合成照片 {place}.jpg", content=content, at=clock.FixedClock(at)).sha256


def picture_of(place: str, at: datetime) -> bytes:
    """The drawing of a place at a moment, as JPEG: a gate, a laundry's yard, a drilling site, a notice board; else a
    waste point."""
    from PIL import Image, ImageFont  # heavy, and needed for a few acts only
    from PIL.ImageDraw import Draw

    image = Image.new("RGB", (_WIDTH, _HEIGHT), _SKY)
    pen = Draw(image)
    pen.rectangle((0, 520, _WIDTH, _HEIGHT), fill=_GROUND)
    boards = dict.fromkeys(("COR", "DUTY", "OFFICE"), _board)
    drawings = {"GATE": _gate, "CAMP": _rig, "LAUNDRY": _laundry, **boards}
    next((draw for part, draw in drawings.items() if part in place), _bins)(pen)
    # A page may crop a picture on every side: what it is stays in the middle.
    pen.text((_WIDTH // 2, 140), _MARK, font=ImageFont.load_default(84), fill="#8c1d18", anchor="mm")
    said = f"{place}   {clock.local(at):%Y-%m-%d %H:%M}"
    pen.text((_WIDTH // 2, 645), said, font=ImageFont.load_default(34), fill="white", anchor="mm")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def _bins(pen: ImageDraw) -> None:
    pen.rectangle((0, 200, _WIDTH, 520), fill=_WALL)
    for number, colour in enumerate(_COLOURS):
        left = 150 + number * 240
        pen.rectangle((left, 330, left + 180, 580), fill=colour)
        pen.rectangle((left - 12, 300, left + 192, 335), fill=colour, outline=_LINE, width=3)
        pen.ellipse((left + 20, 565, left + 60, 605), fill=_LINE)
        pen.ellipse((left + 120, 565, left + 160, 605), fill=_LINE)


def _board(pen: ImageDraw) -> None:
    pen.rectangle((0, 120, _WIDTH, 560), fill=_WALL)
    pen.rectangle((240, 220, 720, 520), fill=_COLOURS[0], outline=_LINE, width=6)
    for left, top in ((270, 250), (430, 250), (590, 250)):
        pen.rectangle((left, top, left + 110, top + 230), fill="white", outline=_LINE, width=2)
        pen.rectangle((left + 15, top + 15, left + 95, top + 40), fill=_COLOURS[2])
        for line in range(6):
            pen.line((left + 15, top + 65 + line * 25, left + 95, top + 65 + line * 25), fill=_LINE, width=3)


def _gate(pen: ImageDraw) -> None:
    pen.rectangle((120, 230, 330, 560), fill=_WALL, outline=_LINE, width=4)
    pen.polygon(((100, 230), (350, 230), (320, 190), (130, 190)), fill=_COLOURS[2])
    pen.rectangle((160, 280, 290, 400), fill="#dfe9ee", outline=_LINE, width=4)
    pen.rectangle((380, 400, 404, 580), fill=_LINE)
    for number in range(8):  # the barrier, red and white
        left = 404 + number * 56
        pen.rectangle((left, 420, left + 56, 444), fill=_COLOURS[2] if number % 2 else "white")
    pen.rectangle((560, 500, 800, 520), fill=_COLOURS[1])
    pen.line((580, 520, 580, 590), fill=_LINE, width=8)
    pen.line((780, 520, 780, 590), fill=_LINE, width=8)


def _rig(pen: ImageDraw) -> None:
    pen.polygon(((0, 520), (220, 300), (430, 520)), fill="#a9a494")
    pen.polygon(((600, 520), (820, 340), (960, 520)), fill="#b3ae9f")
    for left, right in ((400, 470), (560, 490)):
        pen.line((left, 540, right, 200), fill=_LINE, width=10)
    for number in range(5):
        rise = number * 62
        pen.line((406 + rise // 5, 510 - rise, 554 - rise // 5, 510 - rise), fill=_LINE, width=5)
    pen.rectangle((380, 520, 580, 570), fill=_COLOURS[1], outline=_LINE, width=4)
    pen.rectangle((660, 440, 860, 570), fill=_WALL, outline=_LINE, width=4)
    pen.rectangle((700, 470, 750, 520), fill="#dfe9ee", outline=_LINE, width=3)


def _laundry(pen: ImageDraw) -> None:
    pen.rectangle((80, 220, 560, 540), fill=_WALL, outline=_LINE, width=4)
    for number, colour in enumerate(_COLOURS):
        left = 110 + number * 150
        pen.rectangle((left, 330, left + 120, 520), fill="#eceae4", outline=_LINE, width=4)
        pen.ellipse((left + 22, 370, left + 98, 446), fill="#b9cbd8", outline=colour, width=8)
    pen.rectangle((620, 380, 860, 540), fill=_COLOURS[0], outline=_LINE, width=4)
    pen.rectangle((800, 420, 852, 470), fill="#dfe9ee", outline=_LINE, width=3)
    for left in (650, 790):
        pen.ellipse((left, 515, left + 56, 571), fill=_LINE)
