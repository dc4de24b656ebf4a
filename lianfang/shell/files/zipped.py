"""shell · files zipped: the files that some entries name, with a list that says of each whose it is and what it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from lianfang.ground.files import queries
from lianfang.kernel.problems import Refused, problem
from lianfang.kernel.words import w
from lianfang.shell.files.shown import Shown

SIZE_LIMIT = 500 * 1024 * 1024
_IN_MEMORY = 8 * 1024 * 1024
_Made = tuple[int, int, int, int, int, int]
_HEADS = ("entry", "sha256", "file", "state")

TOO_LARGE_FOR_ONE = problem(
    "too_many_files_export",
    422,
    w(
        "照片和文件合计超过 {limit}，不能导出为一个压缩包",
        "Photos and documents of more than {limit} do not fit one archive",
    ),
    w("请按单位或报告日筛选后再导出", "Filter by unit or day and export again"),
)


def zipped(entries: bytes, called: str, files: Iterable[Shown]) -> IO[bytes]:
    """An archive with the entries as a sheet, the files under their hashes, and the list of the files.

    Raises `too_many_files_export`.
    """
    with ExitStack() as closing:
        out = closing.enter_context(SpooledTemporaryFile(_IN_MEMORY))
        with ZipFile(out, "w", ZIP_STORED) as archive:
            archive.writestr(called, entries, ZIP_DEFLATED)
            archive.writestr("files.csv", _sheet(add_files(archive, files, limit=SIZE_LIMIT)), ZIP_DEFLATED)
        out.seek(0)
        closing.pop_all()  # whoever answers closes it
    return out


def add_files(
    archive: ZipFile, files: Iterable[Shown], *, limit: int | None = None, made: _Made | None = None
) -> list[tuple[object, ...]]:
    """Puts the files under their hashes into an archive, each once; gives of each its entry, hash, name and state.

    `made` is the date that they have there. Raises `too_many_files_export` beyond the limit of bytes.
    """
    listed: list[tuple[object, ...]] = []
    total, stands = 0, set()
    for each in files:
        name, state = _name(each), ""
        if name and name not in stands:
            total += each.file.size if each.file else 0
            if limit is not None and total > limit:
                raise Refused(TOO_LARGE_FOR_ONE, limit="500 MiB")
            try:
                content = queries.content_of(each.file)  # type: ignore[arg-type]
            except Refused as refused:  # lost: said in the list, and no reason to keep the others back
                name, state = "", refused.problem.code
            else:
                archive.writestr(ZipInfo(name, made) if made else name, content, ZIP_STORED)
                stands.add(name)
        listed.append((each.entry, each.sha256, name, state or each.state))
    return listed


def _name(each: Shown) -> str:
    if not each.there or each.file is None:
        return ""
    return f"files/{each.sha256}.{'jpg' if each.file.photo else 'pdf'}"


def _sheet(rows: Iterable[tuple[object, ...]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_HEADS)
    writer.writerows(rows)
    return ("\ufeff" + text.getvalue()).encode()
