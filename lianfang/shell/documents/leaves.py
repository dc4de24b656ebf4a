"""shell · documents · leaves: a page of somebody's PDF as a picture, and the text that it carries.

The PDF itself goes no further: a picture of a page holds no script, no hidden layer, and no name of who scanned it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

import pypdfium2
from PIL import Image

from lianfang.kernel.problems import Refused
from lianfang.kernel.words import Words, w
from lianfang.shell.problems import PDF_PAGE_UNKNOWN, PDF_UNREADABLE

_WIDTH, _PIXELS_MOST, _QUALITY = 2800, 14_000_000, 88
_LOCKED = w("有密码", "it has a password")
_DAMAGED = w("内容损坏", "it is damaged")
_BLANK = w("页面没有大小", "its page has no size")
_PASSWORD_ERROR = "password"
_one = Lock()  # pdfium works for one at a time


def picture_of(content: bytes, name: str, page: int = 1) -> bytes:
    """A page, counted from 1, as a JPEG of its own. Raises `pdf_unreadable`, `pdf_page_unknown`."""
    with _page(content, name, page) as found:
        wide, high = found.get_size()
        if not (wide > 1 and high > 1):
            raise Refused(PDF_UNREADABLE, name=name, reason=_BLANK)
        scale = min(_WIDTH / wide, (_PIXELS_MOST / (wide * high)) ** 0.5)
        drawn: Image.Image = found.render(scale=scale).to_pil()
        out = io.BytesIO()
        drawn.convert("RGB").save(out, "JPEG", quality=_QUALITY)
        return out.getvalue()


def text_of(content: bytes, name: str, page: int = 1) -> str:
    """The text that a page carries, in the order in which it was written; empty for a mere scan.

    Raises `pdf_unreadable`, `pdf_page_unknown`.
    """
    with _page(content, name, page) as found:
        text = found.get_textpage()
        try:
            said: str = text.get_text_bounded()
        finally:
            text.close()
    return said.replace("\r\n", "\n").replace("\ufffe", "").replace("\uffff", "")


@contextmanager
def _page(content: bytes, name: str, page: int) -> Iterator[pypdfium2.PdfPage]:
    with _one:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            raise Refused(PDF_UNREADABLE, name=name, reason=_reason(error)) from None
        try:
            count = len(document)
            if not 1 <= page <= count:
                raise Refused(PDF_PAGE_UNKNOWN, name=name, count=count, page=page)
            try:
                found = document[page - 1]
            except pypdfium2.PdfiumError:
                raise Refused(PDF_UNREADABLE, name=name, reason=_DAMAGED) from None
            try:
                yield found
            finally:
                found.close()
        finally:
            document.close()


def _reason(error: Exception) -> Words:
    return _LOCKED if _PASSWORD_ERROR in str(error).lower() else _DAMAGED
