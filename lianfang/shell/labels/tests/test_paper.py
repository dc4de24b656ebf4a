"""shell · labels tests: two readers that share nothing read every printed label back, blurred, tilted and soiled."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import datetime

import pypdf
import pytest
from PIL import Image, ImageDraw, ImageFilter

from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.words import w
from lianfang.shell.directory.codes import on_paper
from lianfang.shell.documents.labels import Form, PaperLabel, labels_pdf
from tests.support.codes import by_jsqr, by_zxing, drawn

AT = datetime(2020, 8, 10, 16, 40)  # noqa: DTZ001  (only printed into the file)
LONG = "新疆煤田地质局一六一队机关办公大楼地下停车场西侧人防通道应急消毒物资存放点及值班室外走廊"
DOTS = 150 / 72
# The cells of a sheet, in millimetres from the corner of the page.
LEFT, TOP, WIDE, HIGH, ACROSS = 8.1, 8.5, 64.6, 35.0, 3


# A code of each sort of thing that the house labels, as long as they come.
CODES = {
    "place": "C161-B{n:02}-LIFT1",
    "household": "C161-B{n:02}-U3-2801",
    "post": "T161-P{n:02}",
    "lot": "3F9A61C07B2ED4{n:02}",
}


def address(number: int) -> str:
    """What the label of that number says: of each sort in turn."""
    sort, code = list(CODES.items())[number % len(CODES)]
    path = code if sort == "place" else f"{sort}/{code}"
    return f"https://fangkong.example.cn/at/{path.format(n=number)}?k=Zm9yIGV4YW1w{number:04}"


def test_every_sort_of_thing_that_carries_a_label_is_among_those_that_are_read_back() -> None:
    assert set(REGISTRY.labelled()) == set(CODES)


def labels(count: int) -> list[PaperLabel]:
    """Labels with names of every length; every third is a renewed one."""
    return [
        PaperLabel(
            on_paper(address(n)), LONG[: 6 + n * 3] if n % 2 else w("一号电梯", "Lift 1"), w("电梯", "lift"),
            "物业公司", f"C161-B{n:02}-LIFT1", "K7M-3QX", 1 + (n % 3 == 0),
        )
        for n in range(count)
    ]  # fmt: skip


def cells(sheet: Image.Image, count: int) -> list[Image.Image]:
    """The labels of a sheet, cut along the marks."""
    mm = DOTS * 72 / 25.4
    found = []
    for n in range(count):
        x, y = LEFT + WIDE * (n % ACROSS), TOP + HIGH * (n // ACROSS)
        found.append(sheet.crop((round(x * mm), round(y * mm), round((x + WIDE) * mm), round((y + HIGH) * mm))))
    return found


def spoilt(picture: Image.Image, chance: random.Random, near: int = 2) -> Image.Image:
    """As a phone sees it in a bad light: aslant, out of focus, with a stain on the code."""
    stained = picture.copy()
    drawing, (wide, high) = ImageDraw.Draw(stained), picture.size
    x, y = wide * 0.22 + chance.randrange(wide // 12), high * 0.45
    drawing.ellipse((x, y, x + wide / 24, y + high / 12), fill=110)
    turned = stained.rotate(chance.uniform(-14, 14), expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    return turned.resize((turned.width * near, turned.height * near)).filter(ImageFilter.GaussianBlur(1.6))


def read_by_both(pictures: Iterable[Image.Image]) -> list[tuple[str, ...]]:
    listed = list(pictures)
    return [(*by_zxing(each), other) for each, other in zip(listed, by_jsqr(listed), strict=True)]


def test_two_readers_read_every_label_of_a_sheet_also_spoilt() -> None:
    (sheet,) = drawn(labels_pdf(labels(24), Form.A4, at=AT))
    cut = cells(sheet, 24)
    assert read_by_both(cut) == [(address(n), address(n)) for n in range(24)]
    chance = random.Random(24)
    some = range(0, 24, 5)
    assert read_by_both(spoilt(cut[n], chance) for n in some) == [(address(n), address(n)) for n in some]


@pytest.mark.soak
def test_two_readers_read_ten_sheets_spoilt() -> None:
    chance, sheets = random.Random(240), drawn(labels_pdf(labels(99), Form.A4, at=AT, lang="en"))
    cut = [cell for n, sheet in enumerate(sheets) for cell in cells(sheet, min(24, 99 - 24 * n))]
    assert read_by_both(spoilt(each, chance) for each in cut) == [(address(n), address(n)) for n in range(99)]


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_a_door_card_is_one_page_whatever_the_name_and_says_what_to_do(lang: str) -> None:
    some = range(12, 12 + len(CODES))
    made = labels_pdf(labels(some.stop)[some.start :], Form.A6, at=AT, lang=lang)
    pages = drawn(made)
    assert read_by_both(spoilt(page, random.Random(6), near=1) for page in pages) == [(address(n),) * 2 for n in some]
    said = [page.extract_text() for page in pypdf.PdfReader(_file(made)).pages]
    for page, number in zip(said, some, strict=True):
        plain = "".join(page.split())
        assert f"C161-B{number}-LIFT1" in plain
        assert "K7M-3QX" in plain
        assert ("用手机相机扫" if lang == "zh-hans" else "Scanitwithaphonecamera") in plain
        assert "物业公司" in plain


def test_equal_labels_give_equal_bytes() -> None:
    assert labels_pdf(labels(3), Form.A4, at=AT) == labels_pdf(labels(3), Form.A4, at=AT)


def _file(made: bytes) -> object:
    import io

    return io.BytesIO(made)
