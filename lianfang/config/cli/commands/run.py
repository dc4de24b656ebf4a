"""config · run: start everything and keep it running until Ctrl-C."""

from __future__ import annotations

import argparse
import os
import time
from typing import TYPE_CHECKING

from lianfang.config.cli import given

if TYPE_CHECKING:
    from pathlib import Path

    from lianfang.config.supervisor.supervisor import Supervisor

NAME = "run"
HELP = "启动数据库、网页和后台任务 · start database, web and worker"

LOGINS = (
    "superior", "commander", "officer", "officer-2", "reporter-log", "reporter-d01", "reporter-d04", "property",
    "keeper", "editor", "auditor", "grid", "manan", "admin",
)  # fmt: skip
PASSWORD = "lianfang-demo"


def configure(parser: argparse.ArgumentParser) -> None:
    """Where to answer, and whether to fill an empty database with the demonstration."""
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=given.port, default=os.environ.get("PORT") or "8000")
    parser.add_argument("--empty", action="store_true", help="不装载演示数据 · load no demonstration")
    parser.add_argument("--playbook", metavar="CODE", help="首次启动所用的方案 · the playbook of a first start")


def run(args: argparse.Namespace) -> int:
    """Returns 0 after a clean stop. Raises CommandFault when it cannot start."""
    from lianfang.config import logs
    from lianfang.config.cli import terminal
    from lianfang.config.supervisor import network
    from lianfang.config.supervisor.supervisor import Plan, Supervisor

    began = time.monotonic()
    args.data.mkdir(parents=True, exist_ok=True)
    logs.configure(args.data / "log", "supervisor")
    opened = network.opened_to_others(os.environ)
    if not network.loopback(args.host):
        opened = [f"--host {args.host}", *opened]
    _say_what_is_shut(opened)
    plan = Plan(args.data, args.host, args.port, demo=not opened and not args.empty)
    supervisor = Supervisor(plan, terminal.tell)
    supervisor.run(
        prepare=lambda one: _prepare(one, empty=args.empty, playbook=args.playbook),
        ready=lambda one: _announce(one, time.monotonic() - began),
    )
    return 0


def _say_what_is_shut(opened: list[str]) -> None:
    """Nobody is left to guess why the demonstration's logins are refused, or why all visitors count as one."""
    from lianfang.config.cli import terminal

    if opened:
        by = "、".join(opened), ", ".join(opened)
        terminal.tell(
            f"本站对外开放（{by[0]}）：不装载演示，演示账号和演示令牌一律拒绝。",
            f"this site is open to others ({by[1]}): no demonstration is loaded, its logins and tokens are refused.",
        )
    if {"LIANFANG_ORIGINS", "LIANFANG_HTTPS"} & set(opened) and "LIANFANG_PROXIES" not in opened:
        terminal.tell(
            "未设 LIANFANG_PROXIES：不采信任何代理转来的来访地址，全体访客按代理的同一地址计算。",
            "LIANFANG_PROXIES is not set: no proxy is believed about who asks, so all visitors count as one address.",
        )


def _prepare(supervisor: Supervisor, *, empty: bool, playbook: str | None) -> None:
    """Tables of this version, and on a first start the demonstration."""
    from lianfang.config.cli import first_playbook
    from lianfang.config.supervisor import demonstration, seal_keys, tables
    from lianfang.config.supervisor.faults import CommandFault

    data = supervisor.plan.data
    if demonstration.unfinished(data):
        supervisor.tell("上次的演示没有装完，重新开始……", "the demonstration was cut short last time, starting over …")
        demonstration.throw_away(data)
    first_playbook.choose(data, playbook, ask=empty)
    if not tables.up_to_date(data):
        supervisor.tell("更新数据表……", "bringing the tables up to date …")
        if supervisor.call(["init"]):
            raise CommandFault("数据表未能更新，原因见上。", "The tables could not be brought up to date; see above.")
    tables.refuse_unscoped(data)
    seal_keys.check(data)
    if supervisor.plan.demo and tables.holds_no_entry(data):
        supervisor.tell("装载 2020 年战役演示……", "replaying the campaign of 2020 …")
        demonstration.note(data, finished=False)
        if supervisor.call(["load-campaign", demonstration.CAMPAIGN]):
            raise CommandFault("演示未能装载，原因见上。", "The demonstration could not be loaded; see above.")
        demonstration.note(data, finished=True)
    if not supervisor.plan.demo:
        _first_code(data)  # before the first page answers: it asks for the code from then on


def _first_code(data: Path) -> str:
    """The code that opens an installation in which nothing was recorded yet; empty where something was."""
    from lianfang.config.supervisor import first_visit, tables

    if tables.holds_no_entry(data):
        return first_visit.code(data)
    first_visit.over(data)
    return ""


def _announce(supervisor: Supervisor, seconds: float) -> None:
    from lianfang.config.cli import terminal

    terminal.out.print()
    terminal.out.print(f"  联防 Lianfang  [bold]{supervisor.plan.address}[/bold]   ({seconds:.1f} s)")
    if supervisor.plan.demo:
        terminal.out.print(f"  演示账号 demo logins: {'  '.join(LOGINS)}")
        terminal.out.print(f"  口令 password: {PASSWORD}")
    elif code := _first_code(supervisor.plan.data):
        terminal.out.print(f"  首次开通 first visit: [bold]{supervisor.plan.address}first/[/bold]")
        terminal.out.print(f"  开通码 code: [bold]{code[:4]}-{code[4:]}[/bold]")
    terminal.out.print("  按 Ctrl-C 停止 · Ctrl-C stops all of it", style="dim")
    terminal.out.print()
