"""tests · declared: the kinds and figures of a playbook of invention, beside those of this installation."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.urls import clear_url_caches, include, path

from lianfang.areas.records.card import CARD, declared_by
from lianfang.kernel.kinds import KINDS
from lianfang.kernel.registry import REGISTRY
from lianfang.playbook import load

RIVER_TOWN = Path(__file__).parents[1] / "playbooks" / "river-town"
PLAYBOOK = load(RIVER_TOWN)
DECLARED = declared_by(PLAYBOOK)


def install(patched: pytest.MonkeyPatch) -> None:
    """The kinds, verbs and figures, for as long as the patch holds."""
    patched.setitem(REGISTRY.cards, "records", CARD.with_declared(DECLARED))
    for kind in DECLARED.kinds:
        patched.setitem(KINDS._kinds, kind.code, kind)


def install_pages(patched: pytest.MonkeyPatch, settings: Any) -> None:
    """Their pages beside all others; `install` comes before."""
    from lianfang.areas.records.urls import pages_of

    addresses = ModuleType("river_town_urls")
    addresses.urlpatterns = [  # type: ignore[attr-defined]
        path("records/", include((pages_of(PLAYBOOK.records), "records"))),
        path("", include("lianfang.config.urls")),
    ]
    patched.setattr(settings, "ROOT_URLCONF", addresses)
    clear_url_caches()
