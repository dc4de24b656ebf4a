"""tests · html-validate: whether pages are HTML as the standard has it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from tests.support.node import node

_HTML_VALIDATE = Path(settings.BASE_DIR, "web", "node_modules", "html-validate")


def faults(pages: Mapping[str, str]) -> list[str]:
    """What html-validate finds in pages, by what the test calls them."""
    asked = json.dumps({"htmlValidate": str(_HTML_VALIDATE), "pages": pages})
    script = Path(__file__).with_suffix(".mjs")
    done = subprocess.run([node(), str(script)], input=asked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    found: list[str] = json.loads(done.stdout)
    return found
