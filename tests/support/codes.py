"""tests · support: what phones read from a document: its pages drawn, and the QR codes on them decoded by two readers.

The readers share nothing: zxing-cpp is C++, and jsQR is what our own page falls back to, run by Node.
"""

from __future__ import annotations

import json
import struct
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pypdfium2
import zxingcpp
from PIL import Image

from tests.support.node import node

DOTS = 150 / 72  # a cheap printer, a bad light
_WEB = Path(__file__).resolve().parents[2] / "web"
_READ = """
const { createRequire } = require('module');
const jsQR = createRequire(process.argv[1] + '/')('jsqr');
const all = require('fs').readFileSync(0);
const found = [];
for (let at = 0; at < all.length; ) {
  const width = all.readUInt32BE(at), height = all.readUInt32BE(at + 4), size = width * height * 4;
  const pixels = new Uint8ClampedArray(all.subarray(at + 8, at + 8 + size));
  found.push((jsQR(pixels, width, height) || { data: '' }).data);
  at += 8 + size;
}
process.stdout.write(JSON.stringify(found));
"""


def drawn(pdf: bytes, dots: float = DOTS) -> list[Image.Image]:
    """The pages of a PDF as a printer of that many dots to a point draws them, grey."""
    pages: list[Image.Image] = []
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            bitmap = page.render(scale=dots, grayscale=True)
            pages.append(bitmap.to_pil().copy())
            bitmap.close()
            page.close()
    finally:
        document.close()
    return pages


def decoded(pdf: bytes) -> list[str]:
    """The text of every code in a PDF, page by page."""
    return [text for page in drawn(pdf) for text in by_zxing(page)]


def by_zxing(picture: Image.Image) -> list[str]:
    """The text of every code in a picture, as zxing-cpp reads it."""
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def by_jsqr(pictures: Iterable[Image.Image]) -> list[str]:
    """The text of the one code in each picture, as jsQR reads it; empty where it reads none."""
    sent = b"".join(struct.pack(">II", *each.size) + each.convert("RGBA").tobytes() for each in pictures)
    done = subprocess.run([node(), "-e", _READ, str(_WEB)], input=sent, capture_output=True, check=True)
    found: list[str] = json.loads(done.stdout)
    return found
