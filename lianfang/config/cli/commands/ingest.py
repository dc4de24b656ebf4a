"""config · ingest: JSON Lines of entries into the ledger, from a file or from standard input."""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

NAME = "ingest"
HELP = "导入记录（JSON Lines，- 为标准输入）· record entries from JSON Lines, - for standard input"


def configure(parser: argparse.ArgumentParser) -> None:
    """The file, and on whose behalf."""
    parser.add_argument("file", metavar="FILE|-")
    parser.add_argument(
        "--as", dest="login", default=None, metavar="LOGIN", help="以谁的身份 · on whose behalf (default: the system)"
    )


def run(args: argparse.Namespace) -> int:
    """0 everything is in the ledger; 1 something is not, and `errors` says what; 2 the call is wrong."""
    from lianfang.config.cli import terminal
    from lianfang.config.cli.ready import django_ready

    if args.file != "-" and not Path(args.file).is_file():
        terminal.fault(f"没有这个文件：{args.file}", f"there is no such file: {args.file}", as_json=args.json)
        return 2
    with ExitStack() as held:
        source = sys.stdin.buffer if args.file == "-" else held.enter_context(Path(args.file).open("rb"))
        held.enter_context(django_ready(args))
        return _ingest(args, source)


def _ingest(args: argparse.Namespace, source: BinaryIO) -> int:
    from django.db import Error

    from lianfang.config.cli import terminal
    from lianfang.kernel import scope
    from lianfang.kernel.problems import Refused
    from lianfang.shell.ledger.stream import ingest_lines

    actor = actor_named(args.login)
    if actor is None:
        terminal.fault(f"没有账号 {args.login}", f"there is no login {args.login}", as_json=args.json)
        return 2
    size = Path(args.file).stat().st_size if args.file != "-" else None
    with terminal_progress(size, quiet=args.json) as tell, scope.acting(actor):
        try:
            outcome = ingest_lines(actor, source, tell)
        except (Refused, Error) as error:
            refused = error if isinstance(error, Refused) else _database_away(error)
            terminal.fault(refused.says.zh, f"{refused.says.en}; {refused.remedy.en}", as_json=args.json)
            return 1
    terminal.data(outcome.as_json())
    return 1 if outcome.errors else 0


def _database_away(error: Exception) -> Any:
    """The refusal that says so; a fault of ours is raised again."""
    from lianfang.kernel.away import away
    from lianfang.kernel.problems import Refused

    problem = away(error)
    if problem is None:
        raise error
    return Refused(problem)


def actor_named(login: str | None) -> Any:
    """Who records: the login, or the product's own hand; None where there is no such login."""
    from django.contrib.auth import get_user_model

    from lianfang.ground.access.queries import actor_of
    from lianfang.kernel.scope import system_actor

    if login is None:
        return system_actor("ingest")
    user = get_user_model().objects.filter(username=login, is_active=True).first()
    return actor_of(user) if user else None


class terminal_progress:  # noqa: N801 - reads as a verb where it is used
    """A bar on a terminal: bytes of a file, or only a count where the end is not known."""

    def __init__(self, size: int | None, *, quiet: bool) -> None:
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        from lianfang.config.cli.terminal import err

        columns = (TextColumn("{task.fields[words]}"), BarColumn(), TimeElapsedColumn())
        self.progress = Progress(*columns, console=err, transient=True, disable=quiet or not err.is_terminal)
        self.task = self.progress.add_task("", total=size, words="")

    def __enter__(self) -> Any:
        self.progress.start()
        return self._tell

    def __exit__(self, *_: object) -> None:
        self.progress.stop()

    def _tell(self, read: int, outcome: Any) -> None:
        words = f"已入账 {outcome.accepted:,} recorded"
        self.progress.update(self.task, completed=read, words=words)
