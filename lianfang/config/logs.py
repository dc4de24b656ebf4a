"""config · logs: one JSON line per event in DATA/log, whatever library it comes from."""

from __future__ import annotations

import logging
import logging.handlers
import sys
from pathlib import Path

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


def configure(folder: Path, process: str, *, terminal: bool = False) -> None:
    """Send all logging of this process to ``folder/<process>.log``.

    The file is opened anew when it has been moved away, so rotating it needs no signal.
    `terminal` also shows warnings as plain lines on stderr.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = logging.handlers.WatchedFileHandler(folder / f"{process}.log", encoding="utf-8")
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
