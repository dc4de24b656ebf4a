"""shell · texts · personal: what in a text gives somebody away, and pictures that are named or say nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from lianfang.ground.people import queries_names as names
from lianfang.kernel.problems import Refused
from lianfang.kernel.words import Words, w
from lianfang.shell.texts import problems
from lianfang.shell.texts.blocks import Block, Part
from lianfang.shell.texts.payloads import Caption


@dataclass(frozen=True, slots=True)
class Told:
    """Something in a text by which a person can be recognised."""

    paragraph: int
    what: Words
    said: str


# What gives somebody away. A telephone of an office (with its area code, or 12345) does not.
_PERSONAL: tuple[tuple[Words, re.Pattern[str]], ...] = (
    (w("身份证号", "identity number"), re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)|(?<!\d)\d{15}(?!\d)")),
    (w("手机号", "mobile number"), re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")),
    (w("门牌", "door number"), re.compile(
        r"[\d一二三四五六七八九十零〇]{1,4}\s*(?:号楼|栋|幢)\s*(?:[\d一二三四五六七八九十零〇]{1,3}\s*单元\s*)?"
        r"[\d一二三四五六七八九十零〇]{1,5}\s*(?:室|户|号)"
        r"|(?<![\d-])\d{1,3}-\d{1,2}-\d{3,4}(?![\d-])"
        r"|[\d一二三四五六七八九十零〇]{1,3}\s*单元\s*[\d一二三四五六七八九十零〇]{2,5}\s*(?:室|号)?"
    )),
    (w("年龄", "age"), re.compile(r"(?<!\d)\d{1,3}\s*(?:周岁|岁)(?!以[上下内]|及|至|—|-)")),
    (w("车牌", "plate number"), re.compile(
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][A-Z0-9]{5,6}"
    )),
)  # fmt: skip


def personal_in(texts: Iterable[tuple[int, str]], names: Iterable[str] = ()) -> list[Told]:
    """What in some paragraphs tells who somebody is: numbers, doors, ages, plates, and `names` of the register."""
    listed = [(paragraph, text) for paragraph, text in texts if text]
    found = [
        Told(paragraph, what, hit[0])
        for paragraph, text in listed
        for what, pattern in _PERSONAL
        for hit in pattern.finditer(text)
    ]
    called = {name for name in names if len(name) >= 2}
    found += [
        Told(paragraph, w("姓名", "name"), name)
        for paragraph, text in listed
        for name in sorted(called)
        if name in text
    ]
    return sorted(found, key=lambda told: told.paragraph)


def check_nobody_named(
    path: str, heads: Iterable[str | None], blocks: Sequence[Block], allowed: Collection[str] = ()
) -> None:
    """Nobody can be recognised by a text for everybody; `allowed` are names that may stand there, as of its authors.

    `path`: of the unit whose register is asked, with all below it. Raises `text_personal`.
    """
    for told in told_of(path, heads, blocks, allowed):
        raise Refused(problems.PERSONAL, paragraph=told.paragraph, what=told.what, said=told.said)


def told_of(
    path: str, heads: Iterable[str | None], blocks: Sequence[Block], allowed: Collection[str] = ()
) -> list[Told]:
    """Everything for which `check_nobody_named` would refuse a text, by paragraph; 0 is its heading."""
    lines = [(0, each or "") for each in heads]
    lines += [(block.paragraph, "".join(run for run in block.runs if isinstance(run, str))) for block in blocks]
    known = names.told_in(path, [line for _, line in lines]) - {*allowed}
    return personal_in(lines, known)


def check_pictures(blocks: Iterable[Block], photos: Sequence[str], captions: Iterable[Caption]) -> None:
    """Every picture that is named is there, and each says what it shows. Raises `text_picture_unknown`, `…_unsaid`."""
    for block in blocks:
        if block.part is Part.PICTURE and not 1 <= block.picture <= len(photos):
            raise Refused(problems.PICTURE_UNKNOWN, n=block.picture, have=len(photos))
    spoken = {caption.photo for caption in captions if caption.alt or caption.caption}
    for number, photo in enumerate(photos, start=1):
        if photo not in spoken:
            raise Refused(problems.PICTURE_UNSAID, n=number)
