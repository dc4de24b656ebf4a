"""shell · directory: what nobody would type in good faith is refused in words, and never breaks a page."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.test import Client

from lianfang.shell.directory.tests.stage import World
from lianfang.shell.directory.tests.test_pages import _mighty, at

Browser = Callable[..., Client]
NAUGHTY = ("a\0b", "'; DROP TABLE x; --", "%_\\", "../../etc", "𝕏" * 300, "<script>alert(1)</script>", "\u202e")
BY_CODE = ("unit", "unit-below", "unit-move", "place", "building", "household", "user", "token-new")
LISTS = ("units", "places", "people", "grants", "users", "people-views", "people-counts", "estate")
UNITS = ("unit", "under")
FIELDS = ("q", "kind", "login", "role", "at", "names", "counts")


@pytest.fixture
def mighty(browser: Browser, world: World, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Somebody who may do everything."""
    return _mighty(browser, monkeypatch, "zh-hans")


@pytest.mark.parametrize("said", NAUGHTY)
def test_nonsense_in_an_address_is_not_found_or_changes_nothing(mighty: Client, said: str) -> None:
    for page in BY_CODE:
        url = at(page, "CODE").replace("CODE", quote(said, safe=""))
        assert mighty.get(url).status_code == 404, (page, said)
    for page in LISTS:
        for fields in (UNITS, FIELDS):
            answer = mighty.get(at(page), dict.fromkeys(fields, said))
            assert answer.status_code in (200, 404), (page, fields, said)
            assert b"<script>alert" not in answer.content
        answer = mighty.get(at(page), {"cursor": said})  # a list that has pages refuses it, the others read none
        assert answer.status_code in (200, 422), (page, said)
        assert b"<script>alert" not in answer.content


@pytest.mark.parametrize("said", NAUGHTY)
def test_nonsense_in_a_form_is_said_at_its_field_or_kept_as_text(mighty: Client, said: str) -> None:
    forms = {
        "unit-new": {"parent": "T161", "kind": "office", "code": said, "zh": said, "en": said, "aliases": said},
        "place-new": {"unit": "T161-LOG", "kind": "lift", "code": said, "zh": said, "en": said, "parent": said},
        "person-new": {"unit": "T161-LOG", "name": said, "id_number": said, "phone": said, "household": said},
        "household-new": {"unit": "C161", "code": said, "door": said, "floor": said, "place": said, "residency": "x"},
        "grant-new": {"login": said, "role": said, "unit": said, "until": said, "note": said},
        "user-new": {"login": said, "title": said, "unit": "T161", "language": said},
        "people-search": {"q": said},
    }
    for page, data in forms.items():
        answer = mighty.post(at(page), data)
        assert answer.status_code in (200, 302, 404, 409, 422), (page, said)
        assert b"<script>alert" not in answer.content


def test_names_that_look_like_markup_stay_text(mighty: Client) -> None:
    name = "<b>1 & 2</b>\"'"
    opened = mighty.post(at("place-new"), {"unit": "T161-LOG", "kind": "lift", "code": "L-9", "zh": name, "en": name})
    page = mighty.get(opened["Location"]).content.decode()
    assert "<b>1 &amp; 2</b>" not in page
    assert "&lt;b&gt;1 &amp; 2&lt;/b&gt;" in page


@pytest.mark.parametrize("said", NAUGHTY)
def test_nonsense_in_the_address_of_a_label_is_not_found(mighty: Client, said: str) -> None:
    code = quote(said, safe="")
    pages = ("/at/{}", "/at/place/{}", "/at/{}/x", "/labels/place/{}/", "/labels/{}/x/", "/labels/place/{}/revoke/")
    for page in pages:
        assert mighty.get(page.format(code)).status_code == 404, (page, said)
