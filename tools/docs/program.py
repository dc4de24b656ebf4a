"""tools · docs.program: the parts of the program that documents are made from, read without an installation."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from functools import cache
from typing import Any


@dataclass(frozen=True)
class Program:
    """The interface's schema, the apps, the kinds of record, and (kind, area) for each area that reacts to a kind."""

    schema: dict[str, Any]
    apps: list[Any]
    kinds: list[Any]
    heard: list[tuple[str, str]]


@cache
def loaded() -> Program:
    """The program as it stands. Asks no database and touches no installation."""
    from django.apps import apps

    if apps.ready:
        return _read()
    before = os.environ.get("DATA")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "lianfang.config.settings"
        try:
            import django

            django.setup()
            return _read()
        finally:
            os.environ.pop("DATA")
            if before is not None:
                os.environ["DATA"] = before


def _read() -> Program:
    from django.apps import apps

    from lianfang.config import urls  # noqa: F401  (mounts every area's addresses)
    from lianfang.kernel.kinds import KINDS
    from lianfang.kernel.registry import REGISTRY
    from lianfang.shell.api import api

    ours = [app for app in apps.get_app_configs() if app.name.startswith("lianfang.")]
    heard = [(kind, card.area) for card in REGISTRY.cards.values() for kind in card.reactions]
    return Program(api.get_openapi_schema(), ours, list(KINDS), heard)
