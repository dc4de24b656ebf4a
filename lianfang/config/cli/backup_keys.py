"""config · cli.backup_keys: a backup's passphrase and keys, from files, the environment or the keyboard."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lianfang.config.backup.envelope import Key, Lock

PASSPHRASE = "LIANFANG_BACKUP_PASSPHRASE"
# Whoever could name a key on a page could read everything: only the machine's own hand writes this file.
TRUSTED = "backup-recipients.json"


def for_locking(parser: argparse.ArgumentParser) -> None:
    """The words of a command that makes a backup."""
    parser.add_argument(
        "--recipient", action="append", default=[], metavar="KEY", help="age 公钥，可多次 · an age public key"
    )
    _passphrase(parser)


def for_opening(parser: argparse.ArgumentParser) -> None:
    """The words of a command that opens one."""
    parser.add_argument("--identity", type=Path, default=None, metavar="FILE", help="私钥文件 · the key file")
    _passphrase(parser)


def _passphrase(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--passphrase-file", type=Path, default=None, metavar="FILE",
        help=f"口令在此文件首行（或环境变量 {PASSPHRASE}）· the passphrase is its first line",
    )  # fmt: skip


def locking(args: argparse.Namespace) -> tuple[Lock, Key]:
    """The lock, and what opens this one backup for its proof: a key that nobody keeps."""
    import pyrage

    from lianfang.config.backup.envelope import Key, Lock

    word = _given(args)
    if not word and not args.recipient and not trusted(args.data) and sys.stdin.isatty():
        word = getpass.getpass("备份口令 passphrase: ")
        if word != getpass.getpass("再输一次 once more: "):
            word = ""
    moment = pyrage.x25519.Identity.generate()
    recipients = tuple(args.recipient) or (() if word else trusted(args.data))
    lock = Lock(recipients, word, also=(moment.to_public(),) if args.prove else ())
    lock.check()
    return lock, Key((moment,))


def trusted(data: Path) -> tuple[str, ...]:
    """The public keys that were laid down at this machine."""
    try:
        said = json.loads((data / TRUSTED).read_text())
    except (OSError, ValueError):
        return ()
    return tuple(str(one) for one in said) if isinstance(said, list) else ()


def trust(args: argparse.Namespace) -> int:
    """From now on every backup of this installation is locked for these public keys, and for no others."""
    from lianfang.config.backup.envelope import Lock
    from lianfang.config.backup.shelf import written
    from lianfang.config.cli import terminal

    keys = list(dict.fromkeys(word.strip() for word in args.trust))
    Lock(tuple(keys)).check()
    args.data.mkdir(parents=True, exist_ok=True)
    written(args.data / TRUSTED, keys)
    if args.json:
        terminal.data({"recipients": keys})
    else:
        terminal.tell(
            f"今后的备份为 {len(keys)} 个公钥加密", f"backups are locked for {len(keys)} public keys from now on"
        )
    return 0


def opening(args: argparse.Namespace) -> Key:
    """What the caller has to open a backup with."""
    from lianfang.config.backup import envelope

    if args.identity is not None:
        return envelope.Key(envelope.identities(args.identity), "")
    word = _given(args)
    if not word and sys.stdin.isatty():
        word = getpass.getpass("备份口令 passphrase: ")
    return envelope.Key((), word)


def make(args: argparse.Namespace) -> int:
    """A new key file, readable by its owner alone; its public half is told."""
    import pyrage

    from lianfang.config.backup import problems
    from lianfang.config.backup.problems import BackupFault
    from lianfang.config.cli import terminal

    made = pyrage.x25519.Identity.generate()
    text = f"# created: {datetime.now(UTC).isoformat(timespec='seconds')}\n# public key: {made.to_public()}\n{made}\n"
    try:
        with os.fdopen(os.open(args.new_key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
    except FileExistsError:
        raise BackupFault(problems.KEY_FILE_THERE, path=args.new_key) from None
    except OSError as fault:
        raise BackupFault(problems.NOT_WRITABLE, path=args.new_key, why=fault.strerror) from None
    if args.json:
        terminal.data({"key": str(args.new_key), "recipient": str(made.to_public())})
        return 0
    terminal.tell(
        f"私钥在 {args.new_key}：请存到 U 盘并锁好，不要留在本机；没有它打不开备份",
        f"the key is in {args.new_key}: keep it locked away and not on this machine; nothing opens without it",
    )
    terminal.out.print(str(made.to_public()))
    return 0


def _given(args: argparse.Namespace) -> str:
    from lianfang.config.backup import problems
    from lianfang.config.backup.problems import BackupFault

    if args.passphrase_file is None:
        return os.environ.get(PASSPHRASE, "")
    try:
        lines: list[str] = args.passphrase_file.read_text().splitlines()
    except (OSError, UnicodeDecodeError):
        raise BackupFault(problems.KEY_FILE_GONE, path=args.passphrase_file) from None
    return lines[0].strip() if lines else ""
