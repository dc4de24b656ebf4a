"""access · demo_token: prints a token for one of the demonstration's logins."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from lianfang.ground.access.demo import demo_token
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import acting, system_actor


class Command(BaseCommand):
    """`lianfang manage demo_token LOGIN`."""

    help = "打印演示账号的设备令牌 · print a device token for a demo login"

    def add_arguments(self, parser: CommandParser) -> None:
        """Which login."""
        parser.add_argument("login")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the token alone, so that a script can take it."""
        try:
            with acting(system_actor("demo")), transaction.atomic():
                made = demo_token(options["login"])
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(made.shown)
