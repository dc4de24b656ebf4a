"""publicity · exports of faces: a version of a text on paper, and its pictures in one file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

from lianfang.areas.publicity.kinds_text import SORTS
from lianfang.areas.publicity.queries_faces import Version
from lianfang.kernel.words import Words, w
from lianfang.shell.documents.banner import METRES, Banner, banner_pdf, banner_png
from lianfang.shell.documents.face import Face
from lianfang.shell.documents.notice import Notice, notice_pdf
from lianfang.shell.documents.poster import Ground, Paper, Poster, poster_pdf, poster_png
from lianfang.shell.texts.told import Shot

PDF, PNG, ZIP, JPEG = "application/pdf", "image/png", "application/zip", "image/jpeg"
GROUNDS: dict[str, Words] = {"red": w("红底白字", "white on red"), "white": w("白底红字", "red on white")}
_TO_KNOW = ("knowledge", "message")  # sorts that tell what is so, not what is to be done
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of zip files: equal pictures give equal files


def notice(of: Version, face: Face) -> bytes:
    """The text as an official notice."""
    said = of.said
    made = Notice(face, said.number or "", said.addressed or "", said.copies or "", said.contact or "")
    return notice_pdf(made, at=of.stamp)


def poster(of: Version, face: Face, paper: Paper) -> Poster:
    """The text as a poster."""
    ground = Ground.BLUE if of.said.sort in _TO_KNOW else Ground.RED
    return Poster(face, paper, SORTS[of.said.sort].zh, ground, of.said.contact or "")


def banner(of: Version, metres: int | None = None, *, red: bool = True) -> Banner:
    """The title as a banner."""
    return Banner(of.said.title, of.standing, metres, red)


def face_file(of: Version, face: Face, name: str) -> tuple[str, bytes] | None:
    """A face by the name of its file: media type and content; None where there is no such face.

    Raises `poster_overflows`, `banner_long`, `banner_wraps`.
    """
    stem, _, ending = name.rpartition(".")
    what, _, rest = stem.partition("-")
    if name == "notice.pdf":
        return PDF, notice(of, face)
    if name == "pictures.zip":
        return ZIP, pictures_zip(face.told.shots, face.pictures)
    if what == "poster" and rest in tuple(Paper):
        made = poster(of, face, Paper(rest))
        return (PNG, poster_png(made)) if ending == "png" else (PDF, poster_pdf(made, at=of.stamp))
    metres, _, ground = rest.partition("-")
    if what == "banner" and metres in map(str, METRES) and ground in GROUNDS:
        line = banner(of, int(metres), red=ground == "red")
        return (PNG, banner_png(line)) if ending == "png" else (PDF, banner_pdf(line, at=of.stamp))
    return None


def pictures_zip(shots: Sequence[Shot], pictures: Mapping[str, bytes]) -> bytes:
    """The pictures under the names by which they are sent, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as kept:
        for shot in shots:
            kept.writestr(zipfile.ZipInfo(name_of(shot), _FIRST_DAY), pictures[shot.sha256])
    return out.getvalue()


def name_of(shot: Shot) -> str:
    """What a picture is called when it is saved."""
    return f"图{shot.number}.jpg"
