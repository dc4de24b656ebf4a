"""config · backup: everything that this installation is, encrypted, into one file or a folder of increments."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

NAME = "backup"
HELP = "加密备份到文件或文件夹 · an encrypted backup into a file or a folder of increments"


def configure(parser: argparse.ArgumentParser) -> None:
    """Where to, and for whom it is locked."""
    from lianfang.config.cli import backup_keys

    parser.add_argument("target", type=Path, nargs="?", default=None, metavar="FILE.age|FOLDER")
    parser.add_argument("--prove", action="store_true", help="恢复到临时处并核验 · restore it beside and verify")
    parser.add_argument(
        "--new-key", type=Path, default=None, metavar="FILE", help="新建私钥文件并显示公钥 · make a key file"
    )
    backup_keys.for_locking(parser)


def run(args: argparse.Namespace) -> int:
    """0 made (and proved, where asked); 1 made, but it does not prove; 2 not made."""
    from lianfang.config.backup import problems
    from lianfang.config.backup.problems import BackupFault
    from lianfang.config.cli import backup_keys

    if args.new_key is not None:
        return backup_keys.make(args)
    if args.target is None or not (args.target.is_dir() or args.target.suffix == ".age"):
        raise BackupFault(problems.NO_TARGET, path=args.target or "?")
    if args.target.is_dir():
        raise BackupFault(problems.NO_TARGET, path=args.target)
    return _file(args)


def _file(args: argparse.Namespace) -> int:
    from lianfang.config.backup import prove, take
    from lianfang.config.cli import backup_keys, terminal
    from lianfang.config.family import database

    lock, key = backup_keys.locking(args)
    with database.in_use(args.data, terminal.tell):
        said = take.describe(args.data)
        with _bar(args) as tell:
            taken = take.into(args.target.resolve(), args.data, lock, said, tell=tell)
    proof = prove.in_scratch(args.data, [taken.path], key, terminal.tell) if args.prove else None
    _say(args, taken, proof)
    return 0 if proof is None or proof.holds else 1


def _say(args: argparse.Namespace, taken: Any, proof: Any) -> None:
    from lianfang.config.cli import terminal

    said = taken.manifest
    if args.json:
        found = {"zh": [zh for zh, _ in proof.against], "en": [en for _, en in proof.against]} if proof else None
        terminal.data(
            {
                "path": str(taken.path),
                "id": said.id,
                "made_at": said.made_at,
                "engine": said.engine,
                "bytes": taken.size,
                "sha256": taken.sha256,
                "entries": said.entries,
                "seals": said.seals,
                "proved": proof.holds if proof else None,
                "missing": found,
            }
        )
        return
    size = f"{taken.size / (1 << 20):,.1f} MB"
    terminal.out.print(
        f"已备份 {said.entries:,} 条记录到 {taken.path}（{size}） · {said.entries:,} entries in {taken.path} ({size})"
    )
    if proof is None:
        return
    for zh, en in proof.against:
        terminal.out.print(f"✗ {zh}" if zh == en else f"✗ {zh} · {en}", style="red")
    if proof.holds:
        terminal.out.print("已试恢复并核验一致 · restored beside and verified")


class _bar:  # noqa: N801 - reads as a verb where it is used
    """A bar on a terminal: bytes of the database against its size."""

    def __init__(self, args: argparse.Namespace) -> None:
        from rich.progress import BarColumn, DownloadColumn, Progress, TimeElapsedColumn, TransferSpeedColumn

        from lianfang.config.backup.programs import folder_size
        from lianfang.config.cli.terminal import err
        from lianfang.config.family import connections, home

        columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeElapsedColumn())
        self.progress = Progress(*columns, console=err, transient=True, disable=args.json or not err.is_terminal)
        shown = not self.progress.disable and connections.embedded(args.data)
        total = folder_size(home.where(args.data) / "cluster" / "base") if shown else None
        self.task = self.progress.add_task("", total=total)

    def __enter__(self) -> Any:
        self.progress.start()
        return lambda done: self.progress.update(self.task, completed=done)

    def __exit__(self, *_: object) -> None:
        self.progress.stop()
