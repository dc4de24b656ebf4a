"""config · cli.status: who was due, on time, late, missing, returned; zeros confirmed and unverified."""

from __future__ import annotations

import argparse
from typing import Any

from lianfang.config.cli import given

NAME = "status"
HELP = "报送情况：应报、按时、迟、缺、退 · who has reported on a day"
_SHOWN = 200  # lines on a terminal; --json gives every unit


def configure(parser: argparse.ArgumentParser) -> None:
    """Which day, and below which unit; by default everything."""
    parser.add_argument("--date", required=True, type=given.day, metavar="D")
    parser.add_argument("--unit", default=None, metavar="CODE")
    parser.add_argument("--form", default="daily")


def run(args: argparse.Namespace) -> int:
    """0 told; 1 there is no such unit; 2 the call is wrong."""
    from lianfang.config.cli import terminal
    from lianfang.config.cli.ready import django_ready

    with django_ready(args):
        from lianfang.kernel import scope
        from lianfang.kernel.problems import Refused

        actor = scope.system_actor("cli")
        with scope.acting(actor):
            try:
                tops = _tops(actor, args)
            except Refused as refused:
                terminal.fault(refused.says.zh, refused.says.en, as_json=args.json)
                return 1
            told = [_told(actor, top, args) for top in tops]
        if args.json:
            terminal.data(told[0] if args.unit else {"date": args.date.isoformat(), "trees": told})
        else:
            for each in told:
                _say(each)
    return 0


def _tops(actor: Any, args: argparse.Namespace) -> list[Any]:
    """The unit asked for, or the highest units that have reports to watch."""
    from lianfang.ground.units import queries as units

    if args.unit is not None:
        return [units.unit(actor, args.unit, day=args.date)]
    return units.tops(actor, day=args.date)


def _told(actor: Any, top: Any, args: argparse.Namespace) -> dict[str, Any]:
    from lianfang.areas.reporting import exports, queries

    size = 100_000 if args.json else _SHOWN
    found = queries.status(actor, top.code, args.date, form=args.form, size=size)
    words = found.counts.words
    return {**exports.status_data(found), "says": {"zh": words.zh, "en": words.en}}


def _say(told: dict[str, Any]) -> None:
    from lianfang.areas.reporting.rules import HANDLING_WORDS, Handling
    from lianfang.config.cli.terminal import out
    from lianfang.kernel.filings import STANDING_WORDS, Standing

    unit, zeros = told["unit"], f"{told['zeros_confirmed']:,} / {told['zeros_unverified']:,}"
    out.print(f"{unit['zh']} {unit['code']} {told['date']}：{told['says']['zh']} · {told['says']['en']}")
    out.print(f"  零：已核实/未核实 {zeros} · zeros confirmed / unverified")
    for each in told["units"]:
        standing, handling = STANDING_WORDS[Standing(each["standing"])], HANDLING_WORDS[Handling(each["handling"])]
        style = "red" if each["standing"] == "missing" or each["handling"] in ("returned", "recalled") else None
        out.print(f"  {each['unit']['code']:<16} {standing.zh} · {standing.en}  {handling.zh}", style=style)
    if told["next"]:
        out.print("  ……  --json 输出全部 · --json gives them all")
