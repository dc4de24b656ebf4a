"""tests · plain English: nothing is said in words that nobody says any more."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ARCHAIC = re.compile(
    r"\b(whence|thence|hence(forth)?|anew|for ever|thereof|therein|thereto|thereupon|whereof|wherein|whereupon|hither|"
    r"thither|hitherto|heretofore|herein|forthwith|reckon(s|ed|ing)?|lest|nought|naught|amongst|whilst|unto|betwixt|oft|nigh|"
    r"in the hands of whom|as if it were not said|the face itself)\b",
    re.IGNORECASE,
)
KINDS = {".py", ".html", ".md", ".yaml", ".toml", ".sql", ".ts", ".scss", ".typ"}
# Decisions stay as they were written, and so do texts that are not ours.
NOT_READ = ("docs/decisions/", "CODE_OF_CONDUCT.md", "tests/house/test_plain_english.py")


def test_no_archaic_words() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    found = []
    for name in listed:
        file = ROOT / name
        if file.suffix in KINDS and file.is_file() and not name.startswith(NOT_READ):
            for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
                found += [f"{name}:{number}: {said[0]}" for said in ARCHAIC.finditer(line)]
    assert found == []
