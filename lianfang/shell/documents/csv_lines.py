"""shell · csv lines: a sheet as comma-separated text, line by line, so that its length does not matter."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

FORMULA_LIKE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def csv_lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Each row as a line, the first with the mark by which spreadsheet programs know the encoding."""
    writer = csv.writer(_Line())
    return (part if i else "\ufeff" + part for i, part in enumerate(writer.writerow(row) for row in rows))


def unlike_formula(cell: object) -> object:
    """Text that a spreadsheet would take for a formula is quoted, as an import unquotes it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("'", *FORMULA_LIKE)) else cell


def csv_download(lines: Iterator[str], name: str) -> StreamingHttpResponse:
    """The lines as a download that begins at once."""
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


class _Line:
    """What a CSV writer writes to: it hands each line on."""

    def write(self, line: str) -> str:
        return line
