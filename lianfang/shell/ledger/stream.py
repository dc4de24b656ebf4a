"""shell · ledger stream: a file of JSON Lines goes into the ledger, chunk by chunk, on the way that HTTP takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from uuid import UUID

from lianfang.kernel.kinds import Origin
from lianfang.kernel.problems import TOO_LARGE, Refused
from lianfang.kernel.scope import Actor
from lianfang.shell.ledger.ingest import Answer, collector_resting, ingest
from lianfang.shell.ledger.intake import BODY_LIMIT, Bad, take_lines

CHUNK_LINES = 5_000


@dataclass
class Outcome:
    """What became of a file so far. `errors` names every line that is not in the ledger."""

    accepted: int = 0
    duplicate: int = 0
    conflict: int = 0
    rejected: int = 0
    errors: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "accepted": self.accepted, "duplicate": self.duplicate, "conflict": self.conflict,
            "rejected": self.rejected, "errors": self.errors,
        }  # fmt: skip

    def add(self, answers: list[Answer], before: int) -> None:
        """Counts the answers of a chunk that began after line `before`."""
        for answer in answers:
            setattr(self, answer.status, getattr(self, answer.status) + 1)
            if answer.problem is not None:
                self.errors.append(_error(before + (answer.line or 0), answer.id, answer.problem))


def ingest_lines(actor: Actor, source: BinaryIO, tell: Callable[[int, Outcome], None] | None = None) -> Outcome:
    """Records every line that holds; each chunk by itself, so that what was answered stays whatever comes later.

    `tell` hears the bytes read and the outcome so far. Raises `busy` where the database cannot answer: sending
    the file again then doubles nothing.
    """
    outcome, before, read = Outcome(), 0, 0
    for lines, too_long in _chunks(source):
        with collector_resting():
            taken = take_lines(b"".join(lines))
            taken.bad += [Bad(number, None, Refused(TOO_LARGE, limit="16 MiB")) for number in too_long]
            outcome.add(ingest(actor, taken, origin=Origin.IMPORT), before)
        before += len(lines)
        read += sum(map(len, lines))
        if tell is not None:
            tell(read, outcome)
    return outcome


def _chunks(source: BinaryIO) -> Iterator[tuple[list[bytes], list[int]]]:
    """The lines in chunks that HTTP would take too, and the places in each of lines longer than its limit."""
    lines: list[bytes] = []
    too_long: list[int] = []
    size = 0
    while line := source.readline(BODY_LIMIT + 1):
        if len(line) > BODY_LIMIT:
            _pass_over(source, line)
            too_long.append(len(lines) + 1)
            line = b"\n"
        if lines and (len(lines) == CHUNK_LINES or size + len(line) > BODY_LIMIT):
            yield lines, too_long
            lines, too_long, size = [], [], 0
        lines.append(line)
        size += len(line)
    if lines:
        yield lines, too_long


def _pass_over(source: BinaryIO, line: bytes) -> None:
    """Reads on to the end of a line that is too long, without keeping it."""
    while line and not line.endswith(b"\n"):
        line = source.readline(BODY_LIMIT)


def _error(line: int, entry: UUID | None, problem: dict[str, Any]) -> dict[str, Any]:
    first = next(iter(problem.get("errors", ())), None)
    return {
        "line": line,
        "id": str(entry) if entry else None,
        "code": problem["code"],
        "message": f"{problem['title']}: {first['message']}" if first else problem["title"],
        "path": first["path"] if first else None,
    }
