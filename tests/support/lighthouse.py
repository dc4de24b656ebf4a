"""tests · lighthouse: how Lighthouse judges pages, each as somebody signed in sees it on a phone."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from tests.support.node import node

_LIGHTHOUSE = Path(settings.BASE_DIR, "web", "node_modules", "lighthouse")


@dataclass(frozen=True, slots=True)
class Asked:
    """A page, by what the test calls it, with the cookies that go along."""

    name: str
    url: str
    cookies: dict[str, str]


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a page: where it ended, 0 to 100 for each category, and every audit that took from one."""

    name: str
    url: str
    scores: dict[str, int]
    faults: list[str]


def judge(chromium: str, pages: Iterable[Asked], categories: Sequence[str]) -> list[Judged]:
    """The pages one after another, in one Chromium; the test fails with Lighthouse's words when one does not open.

    `categories` are Lighthouse's: accessibility, best-practices, performance, seo.
    """
    wanted = [{"name": each.name, "url": each.url, "cookies": each.cookies} for each in pages]
    asked = {"lighthouse": str(_LIGHTHOUSE), "chromium": chromium, "categories": list(categories), "pages": wanted}
    script = Path(__file__).with_suffix(".mjs")
    done = subprocess.run([node(), str(script)], input=json.dumps(asked), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    return [Judged(**each) for each in json.loads(done.stdout)]
