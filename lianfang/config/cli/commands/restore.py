"""config · restore: an installation out of its backup onto an empty data folder, and the proof that it is whole."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from typing import Any

NAME = "restore"
HELP = "从备份恢复到空的数据目录 · bring an installation back from its backup, onto an empty folder"


def configure(parser: argparse.ArgumentParser) -> None:
    """Which backup, with which key, and until when."""
    from lianfang.config.cli import backup_keys

    parser.add_argument("source", type=Path, metavar="FILE|FOLDER")
    parser.add_argument(
        "--to", type=datetime.fromisoformat, default=None, metavar="MOMENT",
        help="恢复到此刻（文件夹备份）· back to this moment, from a folder",
    )  # fmt: skip
    parser.add_argument("--no-proof", action="store_true", help="不核验 · do not verify what was restored")
    backup_keys.for_opening(parser)


def run(args: argparse.Namespace) -> int:
    """0 restored and proved; 1 restored, but something in it does not hold; 2 not restored."""
    from lianfang.config.backup import prove
    from lianfang.config.cli import backup_keys, terminal

    key = backup_keys.opening(args)
    brought = _restore(args, key)
    said: dict[str, Any] = {
        "data": str(args.data), "backup": brought.manifest.id, "made_at": brought.manifest.made_at,
        "playbooks_differ": brought.playbooks_differ,
    }  # fmt: skip
    if brought.playbooks_differ:
        terminal.tell(
            f"备份里的规则与本机不同，已放在 {args.data / 'playbooks'}，请比对后采用",
            f"the backup's playbooks are not those of this machine; they are in {args.data / 'playbooks'}",
        )
    if args.no_proof:
        _say(args, said | {"proved": None}, None)
        return 0
    proof = prove.installation(args.data, brought.manifest, terminal.tell)
    said |= {
        "proved": proof.holds, "entries": proof.entries, "seals": proof.seals, "upgraded": proof.upgraded,
        "missing": [{"zh": zh, "en": en} for zh, en in proof.against],
    }  # fmt: skip
    _say(args, said, proof)
    return 0 if proof.holds else 1


def _restore(args: argparse.Namespace, key: Any) -> Any:
    from lianfang.config.backup import bring, problems
    from lianfang.config.backup.problems import BackupFault
    from lianfang.config.backup.recovery import Recovery
    from lianfang.config.backup.shelf import Shelf
    from lianfang.config.cli import terminal

    if not args.source.is_dir():
        if args.to is not None:
            raise BackupFault(problems.ONE_MOMENT)
        return bring.restore(args.data, [args.source], key, terminal.tell)
    shelf = Shelf(args.source.resolve())
    if args.to is not None and args.to.tzinfo is None:
        raise shelf.no_moment(args.to)
    card = shelf.newest(args.to)
    reached = shelf.reached()
    if args.to is not None and (reached is None or datetime.fromisoformat(reached) < args.to):
        raise shelf.no_moment(args.to)
    recovery = Recovery(shelf.pieces(), args.to) if reached is not None and reached > card.ended_at else None
    return bring.restore(args.data, [shelf.path(one) for one in shelf.chain(card)], key, terminal.tell, recovery)


def _say(args: argparse.Namespace, said: dict[str, Any], proof: Any) -> None:
    from lianfang.config.cli import terminal

    if args.json:
        terminal.data(said)
        return
    out = terminal.out
    out.print(f"已恢复 {said['made_at']} 的备份到 {args.data} · restored the backup of {said['made_at']}")
    if proof is None:
        out.print("未核验 · not verified: lianfang verify; lianfang rebuild --check")
        return
    counted = f"{proof.entries:,} 条记录，{proof.seals:,} 个封印 · {proof.entries:,} entries, {proof.seals:,} seals"
    out.print(counted)
    for zh, en in proof.against:
        out.print(f"✗ {zh}" if zh == en else f"✗ {zh} · {en}", style="red")
    if proof.holds:
        out.print("封印与派生数据一致，无缺失 · seals and derived tables agree; nothing is missing")
