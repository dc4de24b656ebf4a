"""tools · pictures: the pictures of the READMEs, taken again from a demonstration that runs.

    lianfang run & python tools/pictures.py http://127.0.0.1:8000

Each is taken in Chinese, NAME.png, and most in English too, NAME.en.png. Chromium is found as the tests find it.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "pictures"
PASSWORD = "lianfang-demo"  # printed by every demonstration
COLOURS = 256  # of a page that has few; a third of the bytes
LANGUAGES = {"zh-hans": ".png", "en": ".en.png"}


@dataclass(frozen=True)
class Picture:
    """What is shown to whom: a path, and the window, in which it begins at the top."""

    name: str
    login: str
    path: str
    width: int = 1280
    height: int = 860
    theme: str = "light"
    languages: tuple[str, ...] = tuple(LANGUAGES)


PICTURES = (
    Picture("command-page", "commander", "/command/"),
    Picture("daily-report", "reporter-log", "/reporting/T161-LOG/2020-08-10/", languages=("zh-hans",)),
    Picture("missing", "officer", "/missing/T161/2020-08-10/H1/", height=560),
    Picture("pad", "reporter-d01", "/screening/temperature-check/pad/?unit=T161-D01", 390, 844),
    Picture("home-at-night", "officer", "/", 390, 844, "dark"),
)


def main(address: str) -> int:
    """Take all of them."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for picture in PICTURES:
            for language in picture.languages:
                kept = FOLDER / f"{picture.name}{LANGUAGES[language]}"
                kept.write_bytes(lighter(taken(browser, address.rstrip("/"), picture, language)))
                print(kept.relative_to(ROOT), kept.stat().st_size)
        browser.close()
    return 0


def taken(browser: Browser, address: str, picture: Picture, language: str) -> bytes:
    """The top of a page, as a PNG."""
    tab = browser.new_context(viewport={"width": picture.width, "height": picture.height}).new_page()
    cookies = {"lianfang_language": language, "lianfang_theme": picture.theme}
    tab.context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
    tab.goto(f"{address}/accounts/login/")
    tab.locator("#id_login").fill(picture.login)
    tab.locator("#id_password").fill(PASSWORD)
    with tab.expect_navigation():
        tab.locator("#id_password").press("Enter")
    answer = tab.goto(f"{address}{picture.path}", wait_until="networkidle")
    if answer is None or answer.status != 200:
        raise SystemExit(f"{picture.path}: {answer and answer.status}")
    said = tab.screenshot(animations="disabled")
    tab.context.close()
    return said


def lighter(picture: bytes) -> bytes:
    """The same with a palette."""
    kept = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS).save(kept, "PNG", optimize=True)
    return kept.getvalue()


def chromium() -> str:
    """The one that is named, or one that starts here."""
    found = os.environ.get("CHROMIUM")
    return found or subprocess.check_output([sys.executable, ROOT / "tools/browser/find.py"], text=True).strip()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
