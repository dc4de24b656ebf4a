"""tools · docs.hooks: what mkdocs asks of us: the pages that are made from the program, and the order of all pages.

They are made at each build and stand in no commit, so that they cannot be older than what they describe.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from api_page import api_page
from architecture import architecture_page, imports_of, project_of
from folders import FOLDERS, first_page, pages_of, title
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from program import loaded
from tables import tables_page

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
# Documents that code hosts look for at the top, and that belong to the site as well.
ABOVE = ("CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md", "LICENSE")
MERMAID = ROOT / "web" / "node_modules" / "@mermaid-js" / "tiny" / "dist" / "mermaid.tiny.js"


def made_pages() -> dict[str, str]:
    """Every page that is made from the program or from other pages: address in the site → text."""
    sys.path[:0] = [] if str(ROOT) in sys.path else [str(ROOT)]
    program = loaded()
    pages = {
        "reference/api.md": api_page(program.schema),
        "reference/architecture.md": architecture_page(project_of(ROOT), imports_of("lianfang"), program.heard),
        "reference/tables.md": tables_page(program.apps, program.kinds),
    }
    for name in FOLDERS:
        held = pages_of(DOCS / name)
        held |= {page.removeprefix(f"{name}/"): text for page, text in pages.items() if page.startswith(f"{name}/")}
        pages[f"{name}/index.md"] = first_page(name, held)
    return pages | {name: from_above((ROOT / name).read_text(encoding="utf-8")) for name in ABOVE}


def from_above(text: str) -> str:
    """A document of the top folder, as it stands in the site: `docs/x` is `x` there, and a folder is its first page."""
    text = re.sub(r"\]\(docs/", "](", text)
    return re.sub(r"\]\(([\w/-]+)/\)", r"](\1/index.md)", text)


def on_config(config: Any) -> Any:
    """The order of all pages: whoever adds one to a folder says it nowhere else."""
    made = made_pages()
    nav: list[Any] = ["index.md", "house.md", "glossary.md"]
    for name, (head, _) in FOLDERS.items():
        names = {f"{name}/{file}" for file in pages_of(DOCS / name)} | {
            page for page in made if page.startswith(f"{name}/")
        }
        nav.append({head: sorted(names, key=lambda page: (not page.endswith("index.md"), page))})
    nav.append({"Project": [{title(made[name]): name} for name in ABOVE if name.endswith(".md")]})
    config.nav = nav
    config.extra["made"] = made
    return config


def on_files(files: Files, config: Any) -> Files:
    """Put what is made beside what is written."""
    for name, text in config.extra["made"].items():
        files.append(File.generated(config, name, content=text))
    if not MERMAID.exists():
        raise PluginError("the pictures need web/node_modules: run make setup")
    files.append(File.generated(config, "assets/mermaid.js", abs_src_path=str(MERMAID)))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Links to documents of the top folder lead to their place in the site."""
    up = "../" * page.file.src_uri.count("/")
    return re.sub(r"\]\((?:\.\./)+(" + "|".join(map(re.escape, ABOVE)) + r")", rf"]({up}\1", markdown)


def on_post_page(output: str, page: Any, **_: Any) -> str:
    """Nothing is fetched from elsewhere: pages are read where there is no network, and tell nobody who reads them."""
    if found := fetched_from_elsewhere(output):
        raise PluginError(f"{page.file.src_uri} fetches {', '.join(found)}")
    return output


def fetched_from_elsewhere(page: str) -> list[str]:
    """What a browser would ask other hosts for as soon as it shows a page."""
    loads = re.findall(r"<(?:script|img|iframe|source)\b[^>]*\bsrc=[\"']?((?:https?:)?//[^\"'\s>]+)", page)
    return loads + re.findall(r"<link\b(?![^>]*rel=[\"']?canonical)[^>]*\bhref=[\"']?((?:https?:)?//[^\"'\s>]+)", page)
