"""shell · api: the base of /api/v1/: bearer tokens, problems for every refusal, and a schema that tells the truth.

An area's `api.py` makes `router = Router()`; the house mounts it below `/api/v1/<area>/`. Its operations find
the actor in `request.actor`, answer with a schema and raise `Refused`; nothing else is needed.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path, re_path
from ninja import NinjaAPI, Router
from ninja.security import HttpBearer

from lianfang.kernel.words import Words
from lianfang.shell import api_schema
from lianfang.shell.answers import authorised, fault_answer, not_allowed, told
from lianfang.shell.ledger.api import router as ledger


class Bearer(HttpBearer):
    """What the schema calls the token; the middleware has looked it up already."""

    def __call__(self, request: HttpRequest) -> Any:
        return authorised(request)

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        return authorised(request)


class HouseApi(NinjaAPI):
    """Ninja's API, in which every answer is the API's own: also 405, the unforeseen, and what is not there."""

    @property
    def urls(self) -> Any:
        patterns, app, namespace = super().urls
        kept = [_told(each) for each in patterns if getattr(each, "name", "") != "api-root"]
        root = path("", told(_nothing_here), name="api-root")
        return (
            [path("openapi.json", told(openapi), name="openapi"), *kept, root, re_path("", told(_nothing_here))],
            app,
            namespace,
        )

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        return fault_answer(request, exc)

    def get_openapi_schema(self, **options: Any) -> Any:
        return api_schema.completed(super().get_openapi_schema(**options))


def mount(area: str, router: Router) -> None:
    """Puts an area's router below `/api/v1/<area>/`; called once for each area, before the addresses are read."""
    api.add_router(f"/{area}/", router, tags=[area])


def openapi(request: HttpRequest) -> HttpResponse:
    """The schema itself; anybody may read it, because clients are made from it."""
    if request.method not in ("GET", "HEAD"):
        return not_allowed(request, "GET, HEAD")
    return HttpResponse(_schema_text(), content_type="application/json")


@cache
def _schema_text() -> str:
    """The schema does not change while the process lives."""
    return json.dumps(api.get_openapi_schema(), ensure_ascii=False, default=_as_text)


def _told(pattern: URLPattern | URLResolver) -> URLPattern | URLResolver:
    if isinstance(pattern, URLPattern):
        pattern.callback = told(pattern.callback)
    else:
        pattern.url_patterns[:] = [_told(each) for each in pattern.url_patterns]
    return pattern


def _nothing_here(request: HttpRequest) -> HttpResponse:
    raise Http404


def _as_text(value: Any) -> str:
    return value.say() if isinstance(value, Words) else str(value)


api = HouseApi(
    title="Lianfang 联防",
    version="1",
    description=(
        "Records go in once and are never changed; every figure is derived from them. "
        "Each refusal is application/problem+json with a stable `code`; its words follow Accept-Language (zh-Hans, en)."
    ),
    auth=Bearer(),
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
)
api.add_router("", ledger, tags=["ledger"])
