"""files · tests: what a file is judged to be, what is kept of it, and how each that is not taken is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianfang.ground.files.limits import JPEG, PDF, SIZE_LIMIT
from lianfang.ground.files.pictures import is_bare, judged
from lianfang.ground.files.tests import drawn
from lianfang.kernel.problems import Refused

GPS = 0x8825


def test_a_photo_is_kept_upright_small_and_without_what_it_says_besides() -> None:
    kept = judged(drawn.from_a_phone(), "IMG_0001.jpg", photos_only=True)
    image = drawn.opened(kept.content)
    assert (kept.media, kept.width, kept.height, image.size) == (JPEG, 1365, 2048, (1365, 2048))
    red = image.convert("RGB").getpixel((image.width - 20, 20))
    assert isinstance(red, tuple)
    assert red[0] > 200 > 100 > red[1], "the red corner of a phone lying on its side is at the top right"
    assert not dict(image.getexif())
    assert "张三".encode() not in kept.content
    assert kept.small is not None
    assert max(drawn.opened(kept.small).size) == 320
    assert not kept.position


def test_the_position_stays_where_it_is_asked_for_and_nothing_else_does() -> None:
    kept = judged(drawn.from_a_phone(), "IMG_0001.jpg", photos_only=True, position=True)
    said = drawn.opened(kept.content).getexif()
    assert kept.position
    assert set(said) == {GPS}
    assert said.get_ifd(GPS)[2] == (43.0, 49.0, 30.0)
    assert kept.small is not None
    assert not dict(drawn.opened(kept.small).getexif()), "a thumbnail never says where"
    again = judged(kept.content, "again.jpg", photos_only=True, position=True)
    assert again.content == kept.content


@settings(max_examples=15)
@given(st.sampled_from(["JPEG", "PNG", "WEBP", "GIF", "BMP"]), st.integers(1, 2600), st.integers(1, 300), st.booleans())
def test_what_is_kept_is_never_made_again(form: str, width: int, height: int, turned: bool) -> None:
    size = (height, width) if turned else (width, height)
    kept = judged(drawn.picture(*size, form=form), "x", photos_only=True)
    assert is_bare(kept.content)
    assert judged(kept.content, "x", photos_only=False).content == kept.content


@pytest.mark.parametrize("behind", [b"\0", b"<script>", drawn.picture()], ids=["a byte", "words", "a second picture"])
def test_what_hangs_behind_a_picture_is_cut_off(behind: bytes) -> None:
    bare = judged(drawn.picture(), "x", photos_only=True).content
    kept = judged(bare + behind, "x", photos_only=True).content
    assert is_bare(kept)
    assert behind == b"\0" or behind not in kept


def test_a_paper_is_taken_as_it_is_whatever_it_is_called() -> None:
    for content in (drawn.PDF, drawn.PDF_WITH_SCRIPT):
        kept = judged(content, "minutes.jpg", photos_only=False)
        assert (kept.content, kept.media, kept.small) == (content, PDF, None)


@pytest.mark.parametrize(
    ("content", "photos_only", "code", "says"),
    [
        (b"", True, "file_empty", "“a.jpg” is empty (0 bytes)"),
        (drawn.picture() + bytes(SIZE_LIMIT), True, "file_too_large", "“a.jpg” is larger than 10 MiB"),
        (drawn.picture(8000, 5000), True, "photo_too_many_pixels", "“a.jpg” has 40 million pixels, more than 32 mil"),
        (drawn.picture()[:-600], True, "file_torn", "“a.jpg” is incomplete or damaged: its end cannot be read"),
        (drawn.picture()[:90], False, "file_torn", "“a.jpg” is incomplete or damaged"),
        (drawn.picture(form="PNG")[:-200], True, "file_torn", "“a.jpg” is incomplete or damaged"),
        (drawn.PDF[:-8], False, "file_torn", "“a.jpg” is incomplete or damaged"),
        (drawn.PDF, True, "file_not_a_photo", "By its content “a.jpg” is a PDF, and not a photo"),
        (drawn.SVG, False, "file_of_no_use", "By its content “a.jpg” is an SVG drawing, which may hold a script"),
        (drawn.SVG, True, "file_not_a_photo", "By its content “a.jpg” is an SVG drawing, which may hold a script"),
        (drawn.HEIC, True, "photo_heic", "“a.jpg” is a HEIC/HEIF photo, which is not read here"),
        (b"<!DOCTYPE html><script>", False, "file_of_no_use", "By its content “a.jpg” is a web page"),
        (b"just words", False, "file_of_no_use", "By its content “a.jpg” is text"),
        (b"PK\x03\x04" + bytes(60), False, "file_of_no_use", "By its content “a.jpg” is"),
        (bytes(range(256)), False, "file_of_no_use", "By its content “a.jpg” is"),
    ],
    ids=[
        "empty", "large", "pixels", "torn", "very torn", "torn png", "torn paper", "paper", "drawing",
        "drawing as photo",
        "heic", "page", "words", "archive", "anything",
    ],
)  # fmt: skip
def test_what_is_not_taken_says_what_it_is_and_what_would_be(
    content: bytes, photos_only: bool, code: str, says: str
) -> None:
    with pytest.raises(Refused) as refused:
        judged(content, "a.jpg", photos_only=photos_only)
    assert refused.value.problem.code == code
    assert refused.value.says.en.startswith(says)
    assert "a.jpg" in refused.value.says.zh
    assert refused.value.remedy.zh
