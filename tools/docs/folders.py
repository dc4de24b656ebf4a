"""tools · docs.folders: the first page of a folder of documents, which lists every page in it."""

from __future__ import annotations

import re
from pathlib import Path

FOLDERS = {
    "how-to": ("How to", "One task each, step by step."),
    "why": ("Why", "How it is meant to work, what it promises and what it does not."),
    "decisions": (
        "Decisions",
        "One choice each, with what was turned down and what it costs. The numbers group them by part.",
    ),
    "reference": ("Reference", "Generated from the program, the playbooks and the interface."),
}


def title(page: str) -> str:
    """A page's first heading."""
    found = re.search(r"^# (.+)$", page, re.MULTILINE)
    if not found:
        raise ValueError("a document without a heading")
    return found[1].strip()


def first_page(name: str, pages: dict[str, str]) -> str:
    """The list of a folder's pages, file name → text, in the order of their names."""
    head, purpose = FOLDERS[name]
    lines = [f"* [{title(text)}]({file})" for file, text in sorted(pages.items()) if file != "index.md"]
    return "\n".join([f"# {head}", "", purpose, "", *lines, ""])


def pages_of(folder: Path) -> dict[str, str]:
    """Every Markdown page of a folder."""
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
