"""shell · api: the base of /api/v1/: bearer tokens, problems for every refusal, and a schema that tells the truth.

An area's `api.py` makes `router = Router()`, and its card says below which address of `/api/v1/` it stands. Its
operations find the actor in `request.actor`, answer with a schema and raise `Refused`; nothing else is needed.
"""

from __future__ import annotations

import json
from functools import cache, partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path, re_path
from django.utils.functional import SimpleLazyObject
from ninja import NinjaAPI, Router
from ninja.security import HttpBearer

from lianfang.kernel.problems import Fault, Refused
from lianfang.kernel.words import Words, w
from lianfang.shell import api_schema
from lianfang.shell.answers import View, authorised, fault_answer, not_allowed, told
from lianfang.shell.files.api import router as files
from lianfang.shell.ledger.api import router as ledger
from lianfang.shell.ledger.problems import BAD_QUERY


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
        self._keep_to_parameters()
        kept = [_told(each) for each in patterns if getattr(each, "name", "") != "api-root"]
        root = path("", told(_nothing_here), name="api-root")
        return (
            [path("openapi.json", told(openapi), name="openapi"), *kept, root, re_path("", told(_nothing_here))],
            app,
            namespace,
        )

    def _keep_to_parameters(self) -> None:
        """A parameter that an operation does not know is refused: a mistyped filter must never mean none."""
        schema = api_schema.HouseSchema(self, "")
        for bound in self._get_bound_routers():
            for view in bound.path_operations.values():
                for operation in view.operations:
                    query = [each for each in schema.operation_parameters(operation) if each["in"] == "query"]
                    known = {each["name"]: each["schema"].get("type") == "array" for each in query}
                    operation.run = _keeping_to(known, operation.run)  # type: ignore[method-assign, arg-type]

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        """An answer to which a view could add headers: made only for one that looks at it."""
        made: Any = SimpleLazyObject(partial(super().create_temporal_response, request))
        return made

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        return fault_answer(request, exc)

    def get_openapi_schema(self, **options: Any) -> Any:
        return api_schema.completed(api_schema.HouseSchema(self, self.get_root_path({})))


def mount(area: str, address: str, router: Router) -> None:
    """Puts an area's router below an address of `/api/v1/`, once for each, before the addresses are read."""
    api.add_router(f"/{address}/" if address else "", router, tags=[area])


def openapi(request: HttpRequest) -> HttpResponse:
    """The schema itself; anybody may read it, because clients are made from it."""
    if request.method not in ("GET", "HEAD"):
        return not_allowed(request, "GET, HEAD")
    return HttpResponse(_schema_text(), content_type="application/json")


@cache
def _schema_text() -> str:
    """The schema does not change while the process lives."""
    return json.dumps(api.get_openapi_schema(), ensure_ascii=False, default=_as_text)


def _keeping_to(known: dict[str, bool], run: View) -> View:
    """`known`: each parameter's name, and whether it may be given more than once."""
    no_such = w("没有这个参数", "no such parameter")
    twice = w("只能给一次", "may be given only once")

    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        faults = [
            Fault(name[:80], *((no_such, "extra_forbidden") if name not in known else (twice, "given_twice")))
            for name, values in request.GET.lists()
            if name not in known or (len(values) > 1 and not known[name])
        ]
        if faults:
            raise Refused(BAD_QUERY, faults=tuple(faults[:10]))
        return run(request, *args, **kwargs)

    return asked


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
        "Each refusal is application/problem+json with a stable `code`; its words follow Accept-Language: zh-Hans, en, "
        "and what further languages the installation offers."
    ),
    auth=Bearer(),
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
)
api.add_router("", ledger, tags=["ledger"])
api.add_router("", files, tags=["files"])
