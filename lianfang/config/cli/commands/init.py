"""config · init: make the keys, the database and its tables, and start nothing."""

from __future__ import annotations

import argparse
from collections.abc import Callable

NAME = "init"
HELP = "建立密钥、数据库和数据表 · create keys, database and tables"


def configure(parser: argparse.ArgumentParser) -> None:
    """No words of its own."""


def run(args: argparse.Namespace) -> int:
    """Safe to repeat; does little when everything is there. After an upgrade it leaves nothing to be done by hand."""
    from lianfang.config.cli import terminal
    from lianfang.config.cli.ready import django_ready
    from lianfang.config.supervisor import seal_keys, tables

    with django_ready(args, migrated=False):
        changed = not tables.up_to_date(args.data)
        unscoped = [] if changed else tables.unscoped_in(args.data)
        if changed or unscoped:
            tables.bring_up_to_date()
        tables.refuse_unscoped(args.data)
        seal_keys.check(args.data)
        from lianfang.kernel import upgrades

        noted = upgrades.noted()
        owed = changed and _derived(args)
        if args.json:
            told = [{"zh": each.zh, "en": each.en} for each in noted]
            terminal.data({"data": str(args.data), "migrated": changed, "upgraded": told, "rebuilt": owed})
        else:
            for each in noted:
                terminal.tell(each.zh, each.en)
            if unscoped:
                terminal.tell(f"已恢复范围保护：{'、'.join(unscoped)}", f"scope restored: {', '.join(unscoped)}")
            if owed:
                terminal.tell("派生数据已重建", "what is derived was made again")
            terminal.tell(f"已就绪：{args.data}", f"ready: {args.data}")
    return 0


def _derived(args: argparse.Namespace) -> bool:
    """Make again what is derived, where another version or playbook derived it; whether that was needed."""
    from lianfang.config.cli import terminal
    from lianfang.config.supervisor import tables

    if not tables.derivation_owed(args.data):
        tables.mark_derived()
        return False
    terminal.tell(
        "程序或规则已更新，正在由台账重建派生数据……",
        "the program or its playbook has changed: making what is derived again from the ledger …",
    )
    derive_again(args)
    return True


def derive_again(args: argparse.Namespace) -> None:
    """Makes all that is derived again from the ledger, and shows how far it is."""
    from lianfang.config.supervisor import tables

    with _bar(quiet=args.json) as tell:
        tables.derive_again(tell)


class _bar:  # noqa: N801 - reads as a verb where it is used
    """A bar on a terminal: kinds of record done, of all."""

    def __init__(self, *, quiet: bool) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

        from lianfang.config.cli.terminal import err

        columns = (MofNCompleteColumn(), BarColumn(), TimeElapsedColumn())
        self.progress = Progress(*columns, console=err, transient=True, disable=quiet or not err.is_terminal)
        self.task = self.progress.add_task("", total=None)

    def __enter__(self) -> Callable[[int, int], None]:
        self.progress.start()
        return lambda done, of: self.progress.update(self.task, completed=done, total=of)

    def __exit__(self, *_: object) -> None:
        self.progress.stop()
