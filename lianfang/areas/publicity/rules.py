"""publicity · rules: which version of a text may be shown."""

from __future__ import annotations

from collections.abc import Sequence

from lianfang.shell.texts.life import Step


def signed_of(steps: Sequence[Step]) -> int | None:
    """The version that was signed off last; None where none was, or the text was withdrawn or given up."""
    signed: int | None = None
    for step in steps:
        kind = step.kind.rpartition("_")[2]
        if kind == "approved":
            signed = int(str(step.data["version"]))
        elif kind in ("withdrawn", "dropped"):
            signed = None
    return signed
