"""config · init: make the keys, the database and its tables, and start nothing."""

from __future__ import annotations

import argparse

NAME = "init"
HELP = "建立密钥、数据库和数据表 · create keys, database and tables"


def configure(parser: argparse.ArgumentParser) -> None:
    """No words of its own."""


def run(args: argparse.Namespace) -> int:
    """Safe to repeat; does little when everything is there."""
    from lianfang.config.cli import terminal
    from lianfang.config.cli.ready import django_ready
    from lianfang.config.family import seal_keys, tables

    with django_ready(args, migrated=False):
        changed = not tables.up_to_date(args.data)
        if changed:
            tables.bring_up_to_date()
        seal_keys.check(args.data)
        from lianfang.kernel import upgrades

        noted = upgrades.noted()
        if args.json:
            terminal.data(
                {"data": str(args.data), "migrated": changed, "upgraded": [{"zh": n.zh, "en": n.en} for n in noted]}
            )
        else:
            for each in noted:
                terminal.tell(each.zh, each.en)
            terminal.tell(f"已就绪：{args.data}", f"ready: {args.data}")
    return 0
