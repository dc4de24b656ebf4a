"""shell · assets: finds the built file behind the name of its source, in the manifest of the front-end build."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

DIST = Path(__file__).parent / "static" / "dist"


class NotBuilt(RuntimeError):
    """The front end has not been built, or does not hold what a page asks for."""


@lru_cache(maxsize=1)
def manifest() -> dict[str, Any]:
    """The build's manifest: source name → built file, its styles and its imports."""
    try:
        built: dict[str, Any] = json.loads((DIST / "manifest.json").read_text("utf-8"))
    except FileNotFoundError as error:
        raise NotBuilt("the front end is not built: run `npm ci && npm run build` in web/") from error
    return built


def chunk(name: str) -> dict[str, Any]:
    """The manifest's record for a source such as `main.ts` or `icons.svg`."""
    built = manifest()
    for key in (f"src/{name}", name):
        if key in built:
            found: dict[str, Any] = built[key]
            return found
    raise NotBuilt(f"the front end holds no {name}")


@cache
def url(name: str) -> str:
    """The address of one built file."""
    return static(f"dist/{chunk(name)['file']}")


@cache
def content(name: str) -> bytes:
    """One built file itself, for an address that has to stand elsewhere."""
    return (DIST / chunk(name)["file"]).read_bytes()


def files(name: str) -> list[str]:
    """The addresses of all that `tags` asks for."""
    built = chunk(name)
    names = [built["file"], *built.get("css", []), *(manifest()[each]["file"] for each in built.get("imports", []))]
    return [static(f"dist/{each}") for each in names]


def tags(name: str) -> SafeString:
    """The elements a page's head needs for `name`: its styles, then the script itself as a module."""
    built = chunk(name)
    styles = [built["file"]] if built["file"].endswith(".css") else built.get("css", [])
    links = format_html_join(
        "\n",
        '<link rel="stylesheet" href="{}">',
        ((static(f"dist/{file}"),) for file in styles),
    )
    if built["file"].endswith(".css"):
        return links
    preloads = format_html_join(
        "\n",
        '<link rel="modulepreload" href="{}">',
        ((static(f"dist/{manifest()[each]['file']}"),) for each in built.get("imports", [])),
    )
    script = format_html('<script type="module" src="{}"></script>', static(f"dist/{built['file']}"))
    return format_html("{}\n{}\n{}", links, preloads, script)
