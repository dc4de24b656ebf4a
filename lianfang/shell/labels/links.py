"""shell · labels: the addresses of its pages, for these and every other page."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from lianfang.kernel.words import w

SPACE = "shell:labels"
LABELS = w("标签", "Labels")


def href(page: str, *args: object, **query: object) -> str:
    """The address of one of these pages, with what is given of `query`."""
    said = {name: value for name, value in query.items() if value not in (None, "")}
    return reverse(f"{SPACE}:{page}", args=args) + (f"?{urlencode(said)}" if said else "")
