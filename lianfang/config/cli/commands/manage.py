"""config · manage: Django's own commands, with the database running and the right login."""

from __future__ import annotations

import argparse

NAME = "manage"
HELP = "Django 的管理命令 · Django's own commands"

# These change or show tables, which only the owner's login may do.
OWNERS = {"migrate", "sqlmigrate", "showmigrations", "createcachetable", "dbshell", "flush", "sqlflush", "inspectdb"}
# These need no database at all.
WITHOUT = {
    "help",
    "--help",
    "-h",
    "--version",
    "makemessages",
    "compilemessages",
    "findstatic",
    "startapp",
    "testserver",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Everything after `manage` is Django's."""
    parser.add_argument("words", nargs=argparse.REMAINDER)


def run(args: argparse.Namespace) -> int:
    """Hand the words to Django; its own exit code is ours."""
    from django.core.management import execute_from_command_line

    from lianfang.config.cli.ready import django_ready

    words = list(args.words)
    name = words[0] if words else "help"
    if name in WITHOUT:
        execute_from_command_line(["lianfang manage", *(words or ["help"])])
        return 0
    if name in OWNERS and not any(word.startswith("--database") for word in words):
        words.append("--database=owner")
    with django_ready(args, migrated=False):
        execute_from_command_line(["lianfang manage", *words])
    return 0
