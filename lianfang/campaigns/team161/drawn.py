"""campaigns · team161.drawn: photos of the demonstration, drawn here and marked as such; nobody ever took one."""

from __future__ import annotations

import io
from datetime import datetime

from lianfang.ground.files import actions as files
from lianfang.kernel import clock
from lianfang.kernel.scope import Actor

_WIDTH, _HEIGHT = 960, 720
_SKY, _WALL, _GROUND = "#b9cbd8", "#d9cfbf", "#8b8d86"
_BINS = ("#3d6b4a", "#41668f", "#8c3b34")
_MARK = "SYNTHETIC"


def brought(actor: Actor, *, place: str, at: datetime) -> str:
    """Draws the cleared waste point of a place at a moment, and brings it; gives the hash by which it is named."""
    content = _waste_point(place, f"{clock.local(at):%Y-%m-%d %H:%M}")
    return files.bring(actor, name=f"合成照片 {place}.jpg", content=content, at=clock.FixedClock(at)).sha256


def _waste_point(place: str, when: str) -> bytes:
    from PIL import Image, ImageDraw, ImageFont  # heavy, and needed for a few acts only

    image = Image.new("RGB", (_WIDTH, _HEIGHT), _SKY)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 180, _WIDTH, 520), fill=_WALL)
    pen.rectangle((0, 520, _WIDTH, _HEIGHT), fill=_GROUND)
    for number, colour in enumerate(_BINS):
        left = 150 + number * 240
        pen.rectangle((left, 330, left + 180, 580), fill=colour)
        pen.rectangle((left - 12, 300, left + 192, 335), fill=colour, outline="#222222", width=3)
        pen.ellipse((left + 20, 565, left + 60, 605), fill="#222222")
        pen.ellipse((left + 120, 565, left + 160, 605), fill="#222222")
    pen.text((30, 30), _MARK, font=ImageFont.load_default(96), fill="#8c1d18")
    pen.text((30, 640), f"{place}   {when}", font=ImageFont.load_default(44), fill="white")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()
