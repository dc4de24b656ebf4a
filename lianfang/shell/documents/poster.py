"""shell · poster: a text as a poster on A4 or A3, in the largest type that holds all of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from lianfang.kernel.problems import Refused
from lianfang.kernel.words import Words, w
from lianfang.shell.documents.face import Face, across_of, block_data, pictures_of
from lianfang.shell.documents.pdf import drawn, measured, qr_svg, sheet
from lianfang.shell.problems import POSTER_OVERFLOWS
from lianfang.shell.texts.blocks import Part

_SHORT = 45  # characters of a body that is set in the middle, as a slogan is


class Paper(StrEnum):
    """What a poster is printed on."""

    A4 = "a4"
    A3 = "a3"


class Ground(StrEnum):
    """The colour behind the headline: of what is to be done, or of what is to be known."""

    RED = "#b3161b"
    BLUE = "#0f4c81"


PAPER_WORDS: dict[Paper, Words] = {Paper.A4: w("A4", "A4"), Paper.A3: w("A3", "A3")}


@dataclass(frozen=True, slots=True)
class Poster:
    """A poster; `sort` stands above the headline, `href` as a code at the foot where the text has a public page."""

    face: Face
    paper: Paper
    sort: str
    ground: Ground = Ground.RED
    contact: str = ""
    href: str = ""


def poster_pdf(poster: Poster, *, at: datetime) -> bytes:
    """The poster as a tagged PDF. Raises `poster_overflows` with how much does not fit; nothing is ever cut."""
    _check(poster)
    return sheet("poster", _data(poster), pictures_of(poster.face), at=at)


def poster_png(poster: Poster, *, ppi: float = 100) -> bytes:
    """The poster as a picture. Raises as `poster_pdf`."""
    _check(poster)
    return drawn("poster", _data(poster), pictures_of(poster.face), ppi=ppi)


def against_poster(poster: Poster) -> Refused | None:
    """By how much it does not fit; None where it does."""
    over = measured("poster", _data(poster), pictures_of(poster.face))
    if not over["lines"]:
        return None
    return Refused(
        POSTER_OVERFLOWS, title=poster.face.title[:60], paper=PAPER_WORDS[poster.paper], lines=over["lines"],
        characters=over["characters"],
    )  # fmt: skip


def _check(poster: Poster) -> None:
    refused = against_poster(poster)
    if refused is not None:
        raise refused


def _data(poster: Poster) -> dict[str, Any]:
    face = poster.face
    length = sum(len(block.words) for block in face.told.blocks)
    centred = length <= _SHORT and all(block.part is not Part.SUBHEAD for block in face.told.blocks)
    day = face.dated
    return {
        "paper": str(poster.paper),
        "colour": str(poster.ground),
        "centred": centred,
        "across": across_of(face.standing),
        "sort": poster.sort,
        "title": face.title,
        "blocks": [block_data(block) for block in face.told.blocks],
        "proofs": face.told.proofs,
        "source": face.source,
        "contact": poster.contact,
        "by": face.issued_by or face.unit,
        "dated": f"{day.year}年{day.month}月{day.day}日" if day else "",
        "href": poster.href,
        "qr": qr_svg(poster.href) if poster.href else "",
    }
