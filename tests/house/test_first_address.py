"""tests · house: an address can be made before any page was asked for, as the worker does it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_FIRST = "import django; django.setup(); from django.urls import reverse; print(reverse('reporting:board'))"


def test_a_process_that_answers_no_page_makes_addresses(tmp_path: Path) -> None:
    settings = {"DJANGO_SETTINGS_MODULE": "lianfang.config.settings", "DATA": str(tmp_path)}
    made = subprocess.run(
        [sys.executable, "-c", _FIRST], env=os.environ | settings, capture_output=True, text=True, check=False
    )
    assert (made.stdout.strip(), made.stderr) == ("/reporting/board/", "")
