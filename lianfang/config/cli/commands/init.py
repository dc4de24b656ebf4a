"""config · init: make the keys, the database and its tables, and open an empty installation; start nothing."""

from __future__ import annotations

import argparse
import secrets

NAME = "init"
HELP = "建立密钥、数据库和数据表，开通第一个单位 · create keys, database and tables; open the first unit"
_NEEDED = ("unit", "name", "admin")


def configure(parser: argparse.ArgumentParser) -> None:
    """The first unit, and who begins there; without them only what an installation stands on is made."""
    first = parser.add_argument_group("首次开通 · the first unit, person and account of an empty installation")
    first.add_argument("--unit", metavar="CODE", help="单位代码，如 HQ · the unit's code")
    first.add_argument("--name", metavar="NAME", help="单位名称 · the unit's name")
    first.add_argument("--name-en", metavar="NAME", help="英文名称 · its name in English (default: the name)")
    first.add_argument("--kind", metavar="KIND", help="单位类别 · kind of unit (default: the one that files upward)")
    first.add_argument("--admin", metavar="LOGIN", help="第一个账号的登录名 · login of the first account")
    first.add_argument("--person", metavar="NAME", help="该账号的使用人姓名 · who uses it (default: the login)")
    first.add_argument("--playbook", metavar="CODE", help="防控方案 · the playbook by which it works")


def run(args: argparse.Namespace) -> int:
    """Safe to repeat; does little when everything is there. After an upgrade it leaves nothing to be done by hand.

    1 where a first unit is asked for and refused, and 2 where the call lacks a part of it.
    """
    from lianfang.config.cli import first_playbook, terminal
    from lianfang.config.cli.ready import django_ready
    from lianfang.config.supervisor import database, seal_keys, tables

    opens = _opens(args)
    if args.playbook:
        with database.in_use(args.data, terminal.tell):
            first_playbook.choose(args.data, args.playbook, ask=False)
    with django_ready(args, migrated=False):
        changed = not tables.up_to_date(args.data)
        unscoped = [] if changed else tables.unscoped_in(args.data)
        if changed or unscoped:
            tables.bring_up_to_date()
        tables.refuse_unscoped(args.data)
        seal_keys.check(args.data)
        from lianfang.kernel import upgrades

        noted, said = upgrades.noted(), dict[str, object]()
        owed = changed and _derived(args)
        if args.json:
            told = [{"zh": each.zh, "en": each.en} for each in noted]
            said = {"data": str(args.data), "migrated": changed, "upgraded": told, "rebuilt": owed}
        else:
            for each in noted:
                terminal.tell(each.zh, each.en)
            if unscoped:
                terminal.tell(f"已恢复范围保护：{'、'.join(unscoped)}", f"scope restored: {', '.join(unscoped)}")
            if owed:
                terminal.tell("派生数据已重建", "derived data rebuilt")
            terminal.tell(f"已就绪：{args.data}", f"ready: {args.data}")
        return _opened(args, said) if opens else _told(args, said)


def _opens(args: argparse.Namespace) -> bool:
    """Whether a first unit is to be opened. Raises CommandFault where only a part of it is named."""
    from lianfang.config.supervisor.faults import CommandFault

    missing = [f"--{name}" for name in _NEEDED if not getattr(args, name)]
    given = [name for name in (*_NEEDED, "name_en", "kind", "person") if getattr(args, name)]
    if given and missing:
        raise CommandFault(
            f"开通第一个单位还缺：{'、'.join(missing)}。", f"To open the first unit, also say {', '.join(missing)}."
        )
    return bool(given)


def _opened(args: argparse.Namespace, said: dict[str, object]) -> int:
    """Opens the first unit and tells the password with which its first account comes in once."""
    from lianfang.config.cli import terminal
    from lianfang.config.supervisor import first_visit
    from lianfang.ground.opening import actions as opening
    from lianfang.ground.units.actions import UnitSpec
    from lianfang.kernel.problems import Refused

    password = secrets.token_urlsafe(12)
    unit = UnitSpec(args.unit, args.kind or opening.first_kind(), args.name, args.name_en or args.name)
    try:
        user = opening.open_installation(
            unit=unit, login=args.admin, person=args.person or args.admin, password=password, once=True
        )
    except Refused as refused:
        words = [refused.says, *(fault.says for fault in refused.faults), refused.remedy]
        terminal.fault(
            "；".join(each.zh for each in words), "; ".join(each.en for each in words), as_json=args.json,
            code=refused.problem.code,
        )  # fmt: skip
        return 1
    first_visit.over(args.data)
    if not args.json:
        terminal.tell(
            f"已开通 {args.unit}。账号 {user.username}，一次性密码 {password}：首次登录后须改为自己的密码。",
            f"{args.unit} is open. Account {user.username}, password {password}: it comes in once, to set another.",
        )
    return _told(args, {**said, "unit": args.unit, "login": user.username, "password": password})


def _told(args: argparse.Namespace, said: dict[str, object]) -> int:
    from lianfang.config.cli import terminal

    if args.json:
        terminal.data(said)
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
        "the program or its playbook has changed: rebuilding derived data from the ledger …",
    )
    derive_again(args)
    return True


def derive_again(args: argparse.Namespace) -> None:
    """Makes all that is derived again from the ledger, and shows how far it is."""
    from lianfang.config.cli import terminal
    from lianfang.config.supervisor import tables

    with terminal.bar(quiet=args.json) as tell:
        tables.derive_again(tell)
