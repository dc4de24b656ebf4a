"""files · tests: pictures and papers drawn here, whole, torn and disguised."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageDraw

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n%%EOF\n"
PDF_WITH_SCRIPT = PDF.replace(b"/Pages 2 0 R", b"/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>")
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(200)


def picture(width: int = 640, height: int = 480, *, mark: int = 0, form: str = "JPEG", **saved: Any) -> bytes:
    """A picture whose top left corner is red; `mark` tells one from another."""
    made = Image.new("RGB", (width, height), (40, 90, 60 + mark % 190))
    ImageDraw.Draw(made).rectangle((0, 0, width // 4, height // 4), fill="red")
    out = io.BytesIO()
    made.save(out, form, **saved)
    return out.getvalue()


def from_a_phone(width: int = 3000, height: int = 2000, *, mark: int = 0) -> bytes:
    """Lying on its side, with the place where it was taken and the phone's name."""
    said = Image.Exif()
    said[0x0112], said[0x0110] = 6, "Phone of 张三"
    said.get_ifd(0x8825).update({1: "N", 2: (43.0, 49.0, 30.0), 3: "E", 4: (87.0, 36.0, 0.0)})
    return picture(width, height, mark=mark, exif=said)


def opened(content: bytes) -> Image.Image:
    """As any other program reads it."""
    made = Image.open(io.BytesIO(content))
    made.load()
    return made
