"""tests · house: what a browser test asserts of a page is waited for; reading at once is luck after any click."""

from __future__ import annotations

import ast
from pathlib import Path

from django.conf import settings

# Locator methods that answer for the page as it stands; `expect(…)` has one that waits for each.
AT_ONCE = {"count", "is_visible", "is_hidden", "is_checked", "inner_text", "text_content", "all_inner_texts"}


def test_browser_tests_wait_for_what_they_assert() -> None:
    root = Path(settings.BASE_DIR)
    files = [each for part in ("lianfang", "tests") for each in (root / part).rglob("*.py")]
    texts = {each: each.read_text(encoding="utf-8") for each in files}
    found = [
        f"{file.relative_to(root)}:{line}"
        for file, text in texts.items()
        if "from playwright" in text
        for line in _asserted_at_once(text)
    ]
    assert not found, "use expect(…) of playwright"


def test_the_rule_finds_a_reading_at_once() -> None:
    assert _asserted_at_once('assert page.locator("li").count() == 1')
    assert _asserted_at_once('assert "x" in page.inner_text("main")')
    assert not _asserted_at_once('assert page.count("li") == 1')
    assert not _asserted_at_once('expect(page.locator("li")).to_have_count(1)')


def _asserted_at_once(text: str) -> list[int]:
    return [
        inside.lineno
        for each in ast.walk(ast.parse(text))
        if isinstance(each, ast.Assert)
        for inside in ast.walk(each.test)
        if isinstance(inside, ast.Call)
        and isinstance(inside.func, ast.Attribute)
        and inside.func.attr in AT_ONCE
        and not (inside.func.attr == "count" and inside.args)  # of a text
    ]
