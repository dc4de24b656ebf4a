"""config · logs: one JSON line per event in DATA/log, whatever library it comes from."""

from __future__ import annotations

import logging
import logging.handlers
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import structlog

STAMPS: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
# Where a fault arose, and never what stood in its variables: those hold names, passwords and keys.
_TRACEBACKS = structlog.processors.ExceptionRenderer(
    structlog.tracebacks.ExceptionDictTransformer(show_locals=False, max_frames=20)
)


class _PrivateFile(logging.handlers.WatchedFileHandler):
    """A log that only its owner and his group read: it says who did what, and when."""

    def _open(self) -> Any:
        return open(self.baseFilename, self.mode, encoding=self.encoding, errors=self.errors, opener=_opened)


def _opened(path: str, flags: int) -> int:
    handle = os.open(path, flags, 0o640)
    with suppress(PermissionError):
        os.fchmod(handle, 0o640)
    return handle


def configure(folder: Path, process: str, *, terminal: bool = False) -> None:
    """Send all logging of this process to ``folder/<process>.log``.

    The file is opened again when it has been moved away, so rotating it needs no signal.
    `terminal` also shows warnings as plain lines on stderr.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with suppress(PermissionError):  # it is another's, who decides who reads it
        folder.chmod(0o700)
    file = _PrivateFile(folder / f"{process}.log", encoding="utf-8")
    file.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=STAMPS,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _TRACEBACKS,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [file]
    root.setLevel(logging.INFO)
    # It would list every job it knows at every start of every process.
    for chatty in ("procrastinate.blueprints", "procrastinate.periodic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    if terminal:
        shown = logging.StreamHandler(sys.stderr)
        shown.setLevel(logging.WARNING)
        root.addHandler(shown)
    structlog.configure(
        processors=[*STAMPS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
