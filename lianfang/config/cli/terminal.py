"""config · cli: what a command says to the person, or the program, at the terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.text import Text

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def tell(zh: str, en: str) -> None:
    """One line of progress, on stderr so that output can be piped."""
    err.print(Text(f"{zh} ", style="default").append(en, style="dim"))


def fault(zh: str, en: str, *, as_json: bool = False, code: str = "") -> None:
    """Why the command could not be done, in both languages."""
    if as_json:
        data({"error": {"zh": zh, "en": en} | ({"code": code} if code else {})})
        return
    err.print(Text("✗ ", style="red").append(zh, style="default"))
    err.print(Text("  ").append(en, style="dim"))


def data(words: Any) -> None:
    """One JSON document on stdout; Chinese stays readable."""
    sys.stdout.write(json.dumps(words, ensure_ascii=False, default=str) + "\n")
    sys.stdout.flush()


@contextmanager
def bar(*, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, told how much of how much is done; none where it is `quiet` or nobody looks."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

    columns = (MofNCompleteColumn(), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=quiet or not err.is_terminal) as progress:
        task = progress.add_task("", total=None)
        yield lambda done, of: progress.update(task, completed=done, total=of)
