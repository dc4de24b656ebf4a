"""shell · kind urls: the addresses of a kind's pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from lianfang.kernel.kinds import KINDS
from lianfang.kernel.scope import Actor
from lianfang.shell.kinds import detail_page, entry_pages, exchange, importing, list_page, pad_page
from lianfang.shell.kinds.console import KindConsole, install
from lianfang.shell.reader import signed_in

Page = Callable[..., Any]

_READ: tuple[tuple[str, str, Page], ...] = (
    ("", "list", list_page.list_page),
    ("export.<str:form>", "export", exchange.export),
    ("<uuid:entry>/", "entry", detail_page.detail_page),
    ("<uuid:entry>/proof/", "proof", detail_page.proof_part),
)
_WRITE: tuple[tuple[str, str, Page], ...] = (
    ("new/", "new", entry_pages.new_page),
    ("choose/", "choose", entry_pages.choose_part),
    ("import/", "import", importing.import_page),
    ("template.xlsx", "template", exchange.template),
    ("<uuid:entry>/correct/", "correct", entry_pages.correct_page),
    ("<uuid:entry>/withdraw/", "withdraw", entry_pages.withdraw_page),
)
_PAD: tuple[tuple[str, str, Page], ...] = (("pad/", "pad", pad_page.pad_page),)


def kind_urls(code: str, *, slug: str = "", namespace: str = "", **hooks: Any) -> list[URLPattern]:
    """The pages of the kind `code`, for an area's `urlpatterns`; `hooks` are `KindConsole`'s.

    `slug` is the address below the area's own (default: the kind's noun with hyphens), `namespace` the
    `app_name` of the URLs it stands in (default: the area). A kind with a door of its own gets list, detail
    and export only; its forms are the area's.
    """
    kind = KINDS[code]
    area, noun = code.split(".", 1)
    console = KindConsole(kind, slug or noun.replace("_", "-"), namespace or area, **hooks)
    install(console)
    return [
        path(f"{console.slug}/{route}", signed_in(_bound(page, console)), name=f"{console.slug}-{name}")
        for route, name, page in (*_READ, *(_WRITE if console.opens else ()), *(_PAD if console.pads else ()))
    ]


def _bound(page: Page, console: KindConsole) -> Page:
    def asked(request: HttpRequest, actor: Actor, **kwargs: Any) -> HttpResponse:
        return page(request, actor, console, **kwargs)

    return update_wrapper(asked, page)
