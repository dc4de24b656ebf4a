"""tests · soaking: how large a soak test is: whole by `make soak` alone, smaller where the environment says so."""

from __future__ import annotations

import os


def size(name: str, whole: int) -> int:
    """What `LIANFANG_SOAK_<name>` says, or the whole of it."""
    return int(said(name) or whole)


def said(name: str) -> str:
    """What `LIANFANG_SOAK_<name>` says; empty where nothing does."""
    return os.environ.get(f"LIANFANG_SOAK_{name}", "")
