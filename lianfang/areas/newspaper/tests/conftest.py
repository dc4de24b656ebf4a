"""newspaper · tests' fixtures: a newsroom with its people, on the ground's tree, and nothing read before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest


@pytest.fixture
def newsroom(tree: dict[str, str], system: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Editors, writers and who signs, with the paper's name said."""
    from lianfang.areas.newspaper import queries_public
    from lianfang.areas.newspaper.tests import newsroom as room
    from lianfang.kernel import clock

    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(room.NOW))
    queries_public.clear_kept()
    room.enlist(system)


@pytest.fixture
def two_issues(newsroom: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Two issues that are out: `newsroom.a_copy`, in this test's database, too."""
    from lianfang.areas.newspaper import queries_public
    from lianfang.areas.newspaper.tests import newsroom as room
    from lianfang.kernel import clock

    made = not room.a_copy.cache_info().currsize
    copy = room.a_copy()
    if not made:
        said = room.taken_over(copy.folder)
        assert not said["refused"]
    queries_public.clear_kept()
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(room.NOW + timedelta(days=7)))  # both have come
    return copy
