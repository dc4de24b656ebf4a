"""config · cli.seal-key: the keys with which seals are signed: shown, changed, revoked, handed to verifiers."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from typing import Any

NAME = "seal-key"
HELP = "封印密钥：查看、更换、作废、导出公钥 · the keys that sign seals"


def configure(parser: argparse.ArgumentParser) -> None:
    """What is to be done, and to which key."""
    parser.add_argument(
        "part",
        choices=("list", "rotate", "revoke", "export"),
        help="列出 · 更换 · 作废 · 导出公钥 (all keys; a new one from now on; revoke one; public keys for verify)",
    )
    parser.add_argument("fingerprint", nargs="?", metavar="FINGERPRINT", help="revoke：哪一个 · which")
    parser.add_argument("--reason", default=None, help="revoke：原因 · why")
    parser.add_argument(
        "--since", type=datetime.fromisoformat, default=None, metavar="DATETIME", help="revoke：自何时起 · from when on"
    )
    parser.add_argument("-o", dest="output", type=Path, default=None, metavar="FILE", help="export：写入 · into")


def run(args: argparse.Namespace) -> int:
    """0 done; 2 the call is wrong, or the keys are gone."""
    from lianfang.config.cli import terminal
    from lianfang.config.cli.ready import django_ready
    from lianfang.config.supervisor import seal_keys as looked_at

    if (wrong := _wrong(args)) is not None:
        terminal.fault(*wrong, as_json=args.json)
        return 2
    with django_ready(args):
        from lianfang.kernel import signing
        from lianfang.kernel.problems import Refused

        looked_at.check(args.data)
        try:
            {"list": _list, "rotate": _rotate, "revoke": _revoke, "export": _export}[args.part](args, signing.load())
        except Refused as refused:
            terminal.fault(
                f"{refused.says.zh}；{refused.remedy.zh}",
                f"{refused.says.en}. {refused.remedy.en}",
                as_json=args.json,
            )
            return 2
    return 0


def _wrong(args: argparse.Namespace) -> tuple[str, str] | None:
    """What is wrong with the call, in both languages."""
    if args.part == "revoke" and not (args.fingerprint and (args.reason or "").strip()):
        return (
            "请写明指纹和原因：seal-key revoke 指纹 --reason 原因",
            "name the key and say why: revoke FP --reason WHY",
        )
    if args.part != "revoke" and (args.fingerprint or args.reason or args.since):
        return "指纹、原因和时间只用于 revoke", "a fingerprint, a reason and a moment are for revoke alone"
    if args.since is not None and args.since.tzinfo is None:
        return "--since 须带时区", "--since needs a time zone"
    return None


def _list(args: argparse.Namespace, keys: Any) -> None:
    from lianfang.config.cli import terminal
    from lianfang.kernel import clock, signing

    if args.json:
        terminal.data(signing.exported(keys))
        return
    terminal.out.print(f"安装 installation {keys.installation}")
    for key in keys.keys:
        state = "在用 signs now" if key.private else "停用 retired"
        if key.revoked_at:
            state = f"自 {clock.local(key.revoked_at):%Y-%m-%d %H:%M} 起作废 revoked：{key.reason}"
        since = f"{clock.local(key.valid_from):%Y-%m-%d %H:%M}" if key.valid_from else "自始 from the beginning"
        until = f" – {clock.local(key.valid_to):%Y-%m-%d %H:%M}" if key.valid_to else ""
        terminal.out.print(f"{key.fingerprint}  {since}{until}  {state}")


def _rotate(args: argparse.Namespace, keys: Any) -> None:
    from django.db import connections

    from lianfang.kernel import seal_keys

    _tell(args, seal_keys.rotate(connections["owner"]), "新密钥已启用", "a new key signs from now on")


def _revoke(args: argparse.Namespace, keys: Any) -> None:
    from django.db import connections

    from lianfang.kernel import seal_keys

    key = seal_keys.revoke(connections["owner"], args.fingerprint, reason=args.reason, since=args.since)
    _tell(args, key, "密钥已作废", "the key is revoked")


def _export(args: argparse.Namespace, keys: Any) -> None:
    import json

    from lianfang.config.cli import terminal
    from lianfang.kernel import signing

    said = signing.exported(keys)
    if args.output is None:
        terminal.data(said)
        return
    args.output.write_text(json.dumps(said, indent=1) + "\n")
    terminal.tell(f"公钥已写入 {args.output}", f"public keys written to {args.output}")


def _tell(args: argparse.Namespace, key: Any, zh: str, en: str) -> None:
    from lianfang.config.cli import terminal

    if args.json:
        terminal.data({"fingerprint": key.fingerprint})
    else:
        terminal.out.print(f"{zh}：{key.fingerprint} · {en}")
