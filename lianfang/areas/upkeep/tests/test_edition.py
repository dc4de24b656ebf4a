"""upkeep · tests: an administrator reads at home that a newer playbook is here, and on its page how to apply it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from lianfang.ground.testing import Cast
from lianfang.playbook import Playbook, current, shipped
from lianfang.playbook.current import working_by

pytestmark = pytest.mark.django_db
PAGE = "/upkeep/playbook/"


@pytest.fixture
def enter(cast: Cast) -> Callable[..., Client]:
    def _enter(name: str) -> Client:
        client = Client()
        user = get_user_model().objects.get(username=name)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return _enter


def _at(version: str, **parts: Any) -> Playbook:
    """The playbook in force as an edition of that number, with some parts as they were."""
    here = current()
    return Playbook.model_construct(
        **here.parts() | {"meta": here.meta.model_copy(update={"version": version})} | parts
    )


def _text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_home_of_an_administrator_says_that_a_newer_edition_is_here(enter: Callable[..., Client]) -> None:
    said = f"防控方案有新版 {current().meta.version}，本系统仍按 0.9.10 执行"
    admin = enter("admin")
    assert "防控方案有新版" not in _text(admin, "/")
    with working_by(_at("0.9.10")):
        home = _text(admin, "/")
        assert said in home
        assert f'href="{PAGE}"' in home
        admin.cookies["lianfang_language"] = "en"
        assert "of the playbook is here; 0.9.10 is still in force" in _text(admin, "/")
        assert "防控方案有新版" not in _text(enter("own"), "/"), "nobody else can do anything about it"
    with working_by(_at("99.0.0")):
        assert "防控方案有新版" not in _text(enter("admin"), "/"), "an edition of one's own that is newer"


def test_its_page_says_what_changes_and_the_command(enter: Callable[..., Client]) -> None:
    thresholds = tuple(each for each in current().thresholds if each.code != "fever_celsius")
    with working_by(_at("0.9.10", thresholds=thresholds)):
        page = _text(enter("admin"), PAGE)
        plain = re.sub(r"<[^>]+>", "", page)
        assert "lianfang playbook apply covid-2020 --dry-run" in plain
        assert "thresholds[fever_celsius]" in page
        assert "发热" in plain, "what was added is called by its name"
        assert "{&#x27;" not in page
        assert "新增" in page
        assert enter("own").get(PAGE).status_code == 403
    assert "没有更新的版本" in _text(enter("admin"), PAGE)


def test_numbers_are_compared_as_numbers_and_a_playbook_of_ones_own_has_no_edition_here() -> None:
    with working_by(_at("1.0.9")):
        assert shipped.newer() == shipped.edition("covid-2020").meta.version
    here = _at("0.1.0")
    meta = here.meta.model_copy(update={"code": "own-town"})
    with working_by(Playbook.model_construct(**here.parts() | {"meta": meta})):
        assert (shipped.newer(), shipped.changes()) == (None, [])
