"""config · backup: everything that this installation is, encrypted, into one file or a folder of increments."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

NAME = "backup"
HELP = "加密备份到文件或文件夹 · an encrypted backup into a file or a folder of increments"


def configure(parser: argparse.ArgumentParser) -> None:
    """Where to, and for whom it is locked."""
    from lianfang.config.cli import backup_keys

    parser.add_argument("target", type=Path, nargs="?", default=None, metavar="FILE.age|FOLDER")
    parser.add_argument("--prove", action="store_true", help="恢复到临时处并核验 · restore it beside and verify")
    parser.add_argument("--keep-log", action="store_true", help="并留存日志（文件夹）· and keep the log, in a folder")
    parser.add_argument("--log-only", action="store_true", help="只收日志（文件夹）· only bring the log up to now")
    parser.add_argument(
        "--keep", type=_rules, default=None, metavar="D,W,M",
        help="保留最近几日、几周、几月的备份（文件夹）· how many days, weeks and months are kept, such as 7,4,12",
    )  # fmt: skip
    parser.add_argument(
        "--new-key", type=Path, default=None, metavar="FILE", help="新建私钥文件并显示公钥 · make a key file"
    )
    parser.add_argument(
        "--trust", action="append", default=[], metavar="KEY", help="今后都为此公钥加密 · lock for this key from now on"
    )
    backup_keys.for_locking(parser)


def run(args: argparse.Namespace) -> int:
    """0 made (and proved, where asked); 1 made, but it does not prove; 2 not made."""
    from lianfang.config.backup import problems
    from lianfang.config.backup.problems import BackupFault
    from lianfang.config.cli import backup_keys

    if args.new_key is not None:
        return backup_keys.make(args)
    if args.trust:
        return backup_keys.trust(args)
    if args.target is None or not (args.target.is_dir() or args.target.suffix == ".age"):
        raise BackupFault(problems.NO_TARGET, path=args.target or "?")
    if args.log_only:
        return _log(args)
    return _folder(args) if args.target.is_dir() else _file(args)


def _rules(word: str) -> Any:
    from lianfang.config.backup.thinning import Rules

    return Rules(*(int(part) for part in word.split(",")))


def _folder(args: argparse.Namespace) -> int:
    from lianfang.config.backup import increments, kept_log, prove
    from lianfang.config.backup.shelf import Shelf
    from lianfang.config.cli import backup_keys, terminal
    from lianfang.config.supervisor import connections, database

    lock, _ = backup_keys.locking(args)
    shelf, embedded = Shelf(args.target.resolve()), connections.embedded(args.data)
    with database.in_use(args.data, terminal.tell):
        if args.keep_log and embedded:
            kept_log.begin(database.existing(args.data).home)
        with _bar(args) as tell:
            added = increments.add(args.data, shelf, lock, terminal.tell, tell)
        if args.keep_log and embedded:
            _ship(args, shelf, lock)
    card, proof = added.card, None
    if args.prove and embedded:
        chain = [shelf.path(one) for one in shelf.chain(card)]
        proof = prove.in_scratch(args.data, chain, added.key, terminal.tell)
        if proof.holds:
            card = shelf.proved(card, datetime.now(UTC))
    dropped = shelf.thin(args.keep) if args.keep is not None and (proof is None or proof.holds) else []
    _say(args, shelf.path(card), card, card.kind, proof, dropped)
    return 0 if proof is None or proof.holds else 1


def _log(args: argparse.Namespace) -> int:
    from lianfang.config.backup.shelf import Shelf
    from lianfang.config.cli import backup_keys, terminal
    from lianfang.config.supervisor import database

    lock, _ = backup_keys.locking(args)
    with database.in_use(args.data, terminal.tell):
        until = _ship(args, Shelf(args.target.resolve()), lock)
    if args.json:
        terminal.data({"log_until": until.isoformat()})
    else:
        terminal.out.print(f"日志已留存至 {until:%H:%M:%S} UTC · the log is kept until {until:%H:%M:%S} UTC")
    return 0


def _ship(args: argparse.Namespace, shelf: Any, lock: Any) -> datetime:
    from dataclasses import replace

    from lianfang.config.backup import increments, kept_log
    from lianfang.config.supervisor import database

    server = database.existing(args.data)
    also = increments.key_of_the_chain(args.data, shelf)
    return kept_log.ship(server.home, server.superuser, shelf, replace(lock, also=(also,) if also else ()))


def _file(args: argparse.Namespace) -> int:
    from lianfang.config.backup import manifest, prove, take
    from lianfang.config.backup.shelf import WHOLE, Card
    from lianfang.config.cli import backup_keys, terminal
    from lianfang.config.supervisor import database

    lock, key = backup_keys.locking(args)
    with database.in_use(args.data, terminal.tell):
        said = take.describe(args.data)
        with _bar(args) as tell:
            taken = take.into(args.target.resolve(), args.data, lock, said, tell=tell)
    proof = None
    if args.prove and said.engine == manifest.PHYSICAL:
        proof = prove.in_scratch(args.data, [taken.path], key, terminal.tell)
    card = Card(
        id=said.id, kind=WHOLE, base=None, made_at=said.made_at, ended_at="", bytes=taken.size, sha256=taken.sha256,
        entries=said.entries, seals=said.seals, program=said.program,
    )  # fmt: skip
    _say(args, taken.path, card, "file", proof, [])
    return 0 if proof is None or proof.holds else 1


def _say(args: argparse.Namespace, path: Path, card: Any, kind: str, proof: Any, dropped: list[str]) -> None:
    from lianfang.config.cli import terminal

    if args.json:
        missing = [{"zh": zh, "en": en} for zh, en in proof.against] if proof else []
        said = {
            "path": str(path), "id": card.id, "kind": kind, "made_at": card.made_at, "bytes": card.bytes,
            "sha256": card.sha256, "entries": card.entries, "seals": card.seals,
            "proved": proof.holds if proof else None, "missing": missing, "dropped": dropped,
        }  # fmt: skip
        terminal.data(said)
        return
    size = f"{card.bytes / (1 << 20):,.1f} MB"
    terminal.out.print(
        f"已备份 {card.entries:,} 条记录到 {path}（{size}） · {card.entries:,} entries in {path} ({size})"
    )
    if dropped:
        terminal.out.print(f"清理旧备份 {len(dropped)} 份 · {len(dropped)} old backups taken away")
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
        from lianfang.config.supervisor import connections, home

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
