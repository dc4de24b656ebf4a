"""tests · support: what a phone reads from a document: its pages drawn, and the QR codes on them decoded."""

from __future__ import annotations

import pypdfium2
import zxingcpp

DOTS = 150 / 72  # a cheap printer, a bad light


def decoded(pdf: bytes) -> list[str]:
    """The text of every code in a PDF, page by page."""
    found: list[str] = []
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            drawn = page.render(scale=DOTS, grayscale=True)
            shape = (drawn.height, drawn.stride)
            found += [code.text for code in zxingcpp.read_barcodes(memoryview(bytes(drawn.buffer)).cast("B", shape))]
            drawn.close()
            page.close()
    finally:
        document.close()
    return found
