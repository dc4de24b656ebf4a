"""config · cli.report: one unit's report with every measure's evidence, as text, JSON, spreadsheet or PDF."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from lianfang.config.cli import given

NAME = "report"
HELP = "输出一个单位的日报表 · one unit's report of a day"
_FORMATS = ("json", "xlsx", "pdf", "png")


def configure(parser: argparse.ArgumentParser) -> None:
    """Which unit, day and form, and how it is to be written."""
    parser.add_argument("--unit", required=True, metavar="CODE")
    parser.add_argument("--date", required=True, type=given.day, metavar="D")
    parser.add_argument("--form", default="daily")
    parser.add_argument("--format", choices=_FORMATS, default=None)
    parser.add_argument("--lang", default="zh-hans", metavar="zh-hans|en|…")
    parser.add_argument("-o", dest="out", type=Path, default=None, metavar="FILE")


def run(args: argparse.Namespace) -> int:
    """0 written; 1 there is no such report; 2 the call is wrong, or the typefaces of documents are not there."""
    from lianfang.config.cli import terminal
    from lianfang.config.cli.ready import django_ready

    kind = args.format or ("json" if args.json else None)
    if kind in ("xlsx", "pdf", "png") and args.out is None and sys.stdout.isatty():
        terminal.fault("请用 -o 指定输出文件", "name the file with -o", as_json=args.json)
        return 2
    with django_ready(args):
        from django.utils import translation

        from lianfang.kernel import clock, scope
        from lianfang.kernel.problems import Refused

        actor = scope.system_actor("cli")
        with translation.override(given.language(args.lang)), scope.acting(actor):
            from lianfang.areas.reporting import queries

            try:
                found = queries.report(actor, args.unit, args.date, now=clock.current().now(), form=args.form)
            except Refused as refused:
                terminal.fault(refused.says.zh, refused.says.en, as_json=args.json)
                return 1
            return _written(args, actor, found, kind)


def _written(args: argparse.Namespace, actor: Any, found: Any, kind: str | None) -> int:
    from lianfang.config.cli import terminal
    from lianfang.shell.documents.typesetting import FontsMissing

    try:
        _write(args, _made(actor, found, kind))
    except FontsMissing:
        terminal.fault(
            "缺少文档字体，请先运行 make setup（或在 web/ 下运行 npm ci && npm run build）",
            "the typefaces of documents are missing; run make setup (or npm ci && npm run build in web/)",
            as_json=args.json,
        )
        return 2
    return 0


def _made(actor: Any, found: Any, kind: str | None) -> bytes:
    """The report in the format asked for; without one, lines for the terminal."""
    from django.conf import settings

    from lianfang.areas.reporting import exports
    from lianfang.areas.reporting.console_verify import verify_href

    if kind is None:
        return _lines(actor, found).encode()
    make = {"json": exports.json_bytes, "xlsx": exports.xlsx, "pdf": exports.pdf, "png": exports.png}[kind]
    return make(found, verify_href(found, settings.PUBLIC_URL))


def _lines(actor: Any, found: Any) -> str:
    from lianfang.areas.reporting import presenters, queries_evidence
    from lianfang.shell.components.marks import measure_words
    from lianfang.shell.components.text import moment

    counted = queries_evidence.counted(actor, found)
    head = f"{found.unit.words.say()} · {presenters.title(found).say()} · {moment(found.as_of)}"
    lines = [
        f"{line.field.words.say()} [{line.code}]  {measure_words(line.stated)}  ×{counted[line.code]}"
        for line in found.lines
    ]
    return "\n".join([head, *lines, ""])


def _write(args: argparse.Namespace, made: bytes) -> None:
    if args.out is not None:
        args.out.write_bytes(made)
        return
    sys.stdout.buffer.write(made if made.endswith(b"\n") else made + b"\n")
    sys.stdout.flush()
