"""publicity · exports of faces: a version of a text on paper, and its pictures in one file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

from lianfang.areas.publicity.presenters_faces import GROUNDS, banner_of, name_of, notice_of, poster_of
from lianfang.areas.publicity.queries_faces import Version
from lianfang.shell.documents.banner import METRES, banner_pdf, banner_png
from lianfang.shell.documents.face import Face
from lianfang.shell.documents.notice import notice_pdf
from lianfang.shell.documents.poster import Paper, poster_pdf, poster_png
from lianfang.shell.texts.told import Shot

PDF, PNG, ZIP, JPEG = "application/pdf", "image/png", "application/zip", "image/jpeg"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of zip files: equal pictures give equal files


def face_file(of: Version, face: Face, name: str) -> tuple[str, bytes] | None:
    """A face by the name of its file: media type and content; None where there is no such face.

    Raises `poster_overflows`, `banner_long`, `banner_wraps`.
    """
    stem, _, ending = name.rpartition(".")
    what, _, rest = stem.partition("-")
    if name == "notice.pdf":
        return PDF, notice_pdf(notice_of(of, face), at=of.stamp)
    if name == "pictures.zip":
        return ZIP, pictures_zip(face.told.shots, face.pictures)
    if what == "poster" and rest in tuple(Paper):
        poster = poster_of(of, face, Paper(rest))
        return (PNG, poster_png(poster)) if ending == "png" else (PDF, poster_pdf(poster, at=of.stamp))
    metres, _, ground = rest.partition("-")
    if what == "banner" and metres in map(str, METRES) and ground in GROUNDS:
        banner = banner_of(of, int(metres), red=ground == "red")
        return (PNG, banner_png(banner)) if ending == "png" else (PDF, banner_pdf(banner, at=of.stamp))
    return None


def pictures_zip(shots: Sequence[Shot], pictures: Mapping[str, bytes]) -> bytes:
    """The pictures under the names by which they are sent, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as kept:
        for shot in shots:
            kept.writestr(zipfile.ZipInfo(name_of(shot), _FIRST_DAY), pictures[shot.sha256])
    return out.getvalue()
