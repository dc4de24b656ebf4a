"""shell · tests · fonts: no page shows boxes on a machine without Chinese fonts, and one that has them loads none."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.support import browser as browsing

OURS = Path(__file__).parents[1] / "documents" / "fonts"
FONTS_CONF = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir></fontconfig>"""
# What a page says outside ASCII that none of its loaded faces covers.
UNCOVERED = """async () => {
  await document.fonts.ready;
  const said = [...new Set(document.body.innerText)].filter((each) => /\\p{Script=Han}/u.test(each));
  const family = "16px 'Noto Sans SC Variable'";
  return said.filter((each) => !document.fonts.check(family, each)).join('');
}"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:No directory at"),
]


@pytest.fixture
def machine(chromium: str, tmp_path: Path) -> Iterator[Callable[..., Browser]]:
    """A browser on a machine that has these font files and no others."""
    with ExitStack() as stack:

        def made(*files: Path) -> Browser:
            for file in files:
                (tmp_path / file.name).write_bytes(file.read_bytes())
            conf = tmp_path / "fonts.conf"
            conf.write_text(FONTS_CONF.format(folder=tmp_path), encoding="utf-8")
            return stack.enter_context(browsing.opened(chromium, {**os.environ, "FONTCONFIG_FILE": str(conf)}))

        yield made


def _loaded(browser: Browser, url: str, width: int) -> tuple[list[str], str]:
    """The font files that a page asked for, and the Chinese characters that stayed without a face."""
    page = browser.new_context(viewport={"width": width, "height": 844}, locale="zh-CN").new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.resource_type == "font" else None)
    page.goto(url, wait_until="networkidle")
    found = str(page.evaluate(UNCOVERED))
    page.context.close()
    return asked, found


@pytest.mark.parametrize("width", [390, 1440])
def test_a_machine_without_chinese_fonts_loads_the_pieces_a_page_needs(
    machine: Callable[..., Browser], live_server: Any, width: int
) -> None:
    latin = OURS / "NotoSansArabic_400Regular.ttf"  # holds no Chinese character
    asked, uncovered = _loaded(machine(latin), f"{live_server.url}/accounts/login/", width)
    assert asked
    assert uncovered == ""


def test_a_phone_that_has_chinese_fonts_loads_none(machine: Callable[..., Browser], live_server: Any) -> None:
    asked, _ = _loaded(machine(OURS / "NotoSansSC_400Regular.ttf"), f"{live_server.url}/accounts/login/", 390)
    assert asked == []
