"""shell · files zipped: the files that some entries name, with a list that says of each whose it is and what it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from lianfang.ground.files import queries
from lianfang.kernel.problems import Refused, problem
from lianfang.kernel.words import w
from lianfang.shell.files.shown import Shown

SIZE_LIMIT = 500 * 1024 * 1024
_IN_MEMORY = 8 * 1024 * 1024
_HEADS = ("entry", "sha256", "file", "state")

TOO_LARGE_FOR_ONE = problem(
    "too_many_files_export",
    422,
    w(
        "照片和文件合计超过 {limit}，不能导出为一个压缩包",
        "Photos and papers of more than {limit} do not fit one archive",
    ),
    w("请按单位或报告日筛选后再导出", "Narrow it by unit or day and export again"),
)


def zipped(entries: bytes, called: str, files: Iterable[Shown]) -> IO[bytes]:
    """An archive with the entries as a sheet, the files under their hashes, and the list of the files.

    Raises `too_many_files_export`.
    """
    listed, total, stands = [], 0, set()
    with ExitStack() as closing:
        out = closing.enter_context(SpooledTemporaryFile(_IN_MEMORY))
        with ZipFile(out, "w", ZIP_STORED) as archive:
            archive.writestr(called, entries, ZIP_DEFLATED)
            for each in files:
                name, state = _name(each), ""
                if name and name not in stands:
                    total += each.file.size if each.file else 0
                    if total > SIZE_LIMIT:
                        raise Refused(TOO_LARGE_FOR_ONE, limit="500 MiB")
                    try:
                        archive.writestr(name, queries.content_of(each.file))  # type: ignore[arg-type]
                        stands.add(name)
                    except Refused as refused:  # lost: said in the list, and no reason to keep the others back
                        name, state = "", refused.problem.code
                listed.append((each.entry, each.sha256, name, state or each.state))
            archive.writestr("files.csv", _sheet(listed), ZIP_DEFLATED)
        out.seek(0)
        closing.pop_all()  # whoever answers closes it
    return out


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
