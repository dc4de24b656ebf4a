"""reporting · tests' fixtures: the town, with one table in place of the areas' records."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest


@pytest.fixture
def probe(owner_conn: psycopg.Connection[Any], db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """One table answers for all areas."""
    from lianfang.areas.reporting.tests import town

    town.stand_in(owner_conn, monkeypatch)


@pytest.fixture
def tree(probe: None) -> dict[str, str]:
    """The bureau with two teams: code → path."""
    from lianfang.areas.reporting.tests import town

    town.open_tree()
    return town.PATHS
