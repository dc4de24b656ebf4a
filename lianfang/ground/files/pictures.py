"""files · pictures: what a file really is, judged by its content, and the picture that is kept of it.

A photo is kept upright, with its longer side at most 2048 pixels (4096 where it is the scan of a page, whose type is
to be read), as a JPEG that says nothing but the picture. One that is so already is kept as it came, byte
by byte: what was made here is never made again, and a device that does the same work knows the hash beforehand.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass

import puremagic
from PIL import (
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from lianfang.ground.files import problems
from lianfang.ground.files.limits import JPEG, PDF, SIZE_LIMIT, SIZE_WORDS
from lianfang.kernel.problems import Refused
from lianfang.kernel.words import Words, w

PIXELS_LIMIT = 32_000_000
SIDE, FINE_SIDE, SMALL_SIDE = 2048, 4096, 320
_READ = (
    JpegImagePlugin.JpegImageFile, PngImagePlugin.PngImageFile, WebPImagePlugin.WebPImageFile,
    GifImagePlugin.GifImageFile, BmpImagePlugin.BmpImageFile,
)  # fmt: skip
_FORMATS = tuple(each.format for each in _READ)
# What decoders raise for what they cannot read.
_UNREADABLE = (
    OSError, SyntaxError, ValueError, TypeError, IndexError, EOFError, OverflowError, MemoryError, struct.error,
)  # fmt: skip
_QUALITY, _SMALL_QUALITY = 85, 70
_GPS = 0x8825
_PDF_HEAD, _PDF_TAIL = 1024, 2048
_START, _END, _SCAN = b"\xff\xd8", b"\xff\xd9", 0xDA
_HEIC = ("heic", "heif", "mif1", "msf1", "heix", "hevc")
_WHAT = {
    "pdf": w("PDF 文件", "a PDF"),
    "svg": w("SVG 图形（可夹带程序）", "an SVG drawing, which may hold a script"),
    "html": w("网页", "a web page"),
    "word": w("Word 文档", "a Word document"),
    "spreadsheet": w("电子表格", "a spreadsheet"),
    "zip": w("压缩包", "an archive"),
    "video": w("视频", "a video"),
    "audio": w("录音", "a recording"),
    "text": w("文本", "text"),
    "image": w("别的图形格式", "another kind of picture"),
}
_UNKNOWN = w("无法识别的内容", "something unknown")

Image.MAX_IMAGE_PIXELS = None  # judged below, before anything is decoded


@dataclass(frozen=True, slots=True)
class Judged:
    """What is kept of a file: its content, and of a photo a small picture; `position` says that it tells where."""

    content: bytes
    media: str
    width: int | None = None
    height: int | None = None
    small: bytes | None = None
    position: bool = False


def judged(content: bytes, name: str, *, photos_only: bool, position: bool = False, side: int = SIDE) -> Judged:
    """The file as it is kept. `name` is only said back; where a photo was taken is kept with `position` alone. `side`
    is the most pixels that the longer side keeps.

    Raises `Refused`: empty, too large, torn, too many pixels, or nothing that is taken.
    """
    if not content:
        raise Refused(problems.FILE_EMPTY, name=name)
    if len(content) > SIZE_LIMIT:
        raise Refused(problems.FILE_TOO_LARGE, name=name, limit=SIZE_WORDS)
    if b"%PDF-" in content[:_PDF_HEAD] and not content.startswith(_START):
        return _paper(content, name, photos_only=photos_only)
    try:
        image = Image.open(io.BytesIO(content), formats=_FORMATS)
    except UnidentifiedImageError:
        raise _no_photo(content, name, photos_only=photos_only) from None
    except _UNREADABLE:
        raise Refused(problems.FILE_TORN, name=name) from None
    with image:
        return _photo(image, content, name, position=position, side=side)


def tells_where(content: bytes) -> bool:
    """Whether a photo says where it was taken, before it is kept without that."""
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            return bool(image.getexif().get_ifd(_GPS))
    except _UNREADABLE:
        return False


def _paper(content: bytes, name: str, *, photos_only: bool) -> Judged:
    if photos_only:
        raise Refused(problems.FILE_NOT_A_PHOTO, name=name, what=_WHAT["pdf"])
    if b"%%EOF" not in content[-_PDF_TAIL:]:
        raise Refused(problems.FILE_TORN, name=name)
    return Judged(content, PDF)


def _photo(image: Image.Image, content: bytes, name: str, *, position: bool, side: int) -> Judged:
    width, height = image.size
    if width * height > PIXELS_LIMIT:
        pixels = f"{width * height / 1_000_000:.0f}"
        raise Refused(problems.PHOTO_TOO_MANY_PIXELS, name=name, pixels=pixels, limit=PIXELS_LIMIT // 1_000_000)
    try:
        gps = dict(image.getexif().get_ifd(_GPS)) if position else {}
        as_it_is = max(width, height) <= side and image.mode in ("RGB", "L") and is_bare(content, position=bool(gps))
        image.draft("RGB", (side, side))  # of a large JPEG no more is decoded than is kept
        image.load()
    except _UNREADABLE:
        raise Refused(problems.FILE_TORN, name=name) from None
    upright = _on_white(ImageOps.exif_transpose(image))
    if not as_it_is:
        upright.thumbnail((side, side), Image.Resampling.LANCZOS)
        content = _jpeg(upright, _QUALITY, gps, profile=image.info.get("icc_profile"))
    wide, high = upright.size
    upright.thumbnail((SMALL_SIDE, SMALL_SIDE))
    return Judged(content, JPEG, wide, high, _jpeg(upright, _SMALL_QUALITY, {}), position=bool(gps))


def _on_white(image: Image.Image) -> Image.Image:
    """In colours that a JPEG has; what one sees through is white."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        white = Image.new("RGB", clear.size, "white")
        white.paste(clear, mask=clear.getchannel("A"))
        return white
    return image if image.mode in ("RGB", "L") else image.convert("RGB")


def _jpeg(image: Image.Image, quality: int, gps: dict[int, object], *, profile: bytes | None = None) -> bytes:
    out, kept = io.BytesIO(), Image.Exif()
    if gps:
        kept.get_ifd(_GPS).update(gps)
    said = {"exif": kept} if gps else {}
    colours = {"icc_profile": profile} if profile and image.mode == "RGB" else {}
    bare = Image.new(image.mode, image.size)
    bare.paste(image)  # without anything that came with it
    bare.save(out, "JPEG", quality=quality, optimize=True, **said, **colours)
    return out.getvalue()


def is_bare(content: bytes, *, position: bool = False) -> bool:
    """Whether a JPEG holds the picture and its colours and nothing else, up to its last byte.

    With `position` it may also hold EXIF; that this says no more than the position was then made sure of here.
    """
    if not content.startswith(_START):
        return False
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        body = content[at + 4 : at + 2 + length]
        if marker == _SCAN:
            return content.find(_END, at) == len(content) - 2
        colours = marker == 0xE2 and body.startswith(b"ICC_PROFILE\0")
        says_more = 0xE1 <= marker <= 0xEF and marker != 0xEE and not colours
        if (says_more and not (position and _only_position(body))) or marker == 0xFE:
            return False
        at += 2 + length
    return False


def _only_position(body: bytes) -> bool:
    found = Image.Exif()
    try:
        found.load(body)
        return set(found) <= {_GPS}
    except _UNREADABLE:
        return False


def _no_photo(content: bytes, name: str, *, photos_only: bool) -> Refused:
    if content[4:8] == b"ftyp" and content[8:12].decode("latin1") in _HEIC:
        return Refused(problems.PHOTO_HEIC, name=name)
    what = _what(content)
    if what is None:  # begins as a photo does, and cannot be read on
        return Refused(problems.FILE_TORN, name=name)
    return Refused(problems.FILE_NOT_A_PHOTO if photos_only else problems.FILE_OF_NO_USE, name=name, what=what)


def _what(content: bytes) -> Words | None:
    """What a file is that is no photo, in words; None where it claims to be one."""
    head = content[:4096].lstrip().lower()
    if b"<svg" in head:
        return _WHAT["svg"]
    if head.startswith((b"<!doctype html", b"<html")):
        return _WHAT["html"]
    try:
        media = puremagic.from_string(content, mime=True)
    except (puremagic.PureError, ValueError):
        return _WHAT["text"] if _is_text(content[:4096]) else _UNKNOWN
    if media in ("image/jpeg", "image/png", "image/webp", "image/gif", "image/bmp"):
        return None
    marks = ("svg", "word", "spreadsheet", "excel", "zip", "video", "audio", "image", "text")
    found = next((mark for mark in marks if mark in media), "")
    return _WHAT.get("spreadsheet" if found == "excel" else found, _UNKNOWN)


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode()
    except UnicodeDecodeError:
        return False
