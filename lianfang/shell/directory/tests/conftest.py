"""shell · directory: fixtures of its tests; what stands on the stage is in stage.py, which needs Django set up."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from lianfang.shell.directory.tests.stage import World


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Any:
    """2020-08-10 16:40 in the duty room, and it stays so."""
    from lianfang.kernel import clock
    from lianfang.shell.directory.tests.stage import NOW

    fixed = clock.FixedClock(NOW)
    monkeypatch.setattr(clock, "current", lambda: fixed)
    return fixed


@pytest.fixture
def world(now: Any, cast: Any, system: Any) -> World:
    """The tree with places, twelve homes and three people."""
    from lianfang.shell.directory.tests import stage

    return stage.build(cast, system)


@pytest.fixture
def browser(world: World, system: Any) -> Callable[..., Client]:
    """`browser("reporter", "C161")` is a browser in which somebody with that role over that unit is signed in."""
    from lianfang.shell.directory.tests import stage

    return partial(stage.browser, system)
