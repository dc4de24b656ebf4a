"""config · health: three pages for machines: am I alive, am I ready, how much is happening."""

from __future__ import annotations

from collections.abc import Callable

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import resolve
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from lianfang.config import metrics as counters

PATHS = ("/healthz", "/readyz", "/metrics")
RETRY_SECONDS = "5"
_migrated = False


class MachinePages:
    """Answers the pages for machines before anybody asks who it is: a session would need the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info not in PATHS:
            return self.get_response(request)
        found = request.resolver_match = resolve(request.path_info)
        answer: HttpResponse = found.func(request)
        return answer


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as this process can answer at all; asks nothing of anybody else."""
    return JsonResponse({"alive": True})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and has every migration; otherwise 503 with the reason."""
    try:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute("SELECT 1")
        missing = _missing_migrations()
    except Error as fault:
        return _not_ready(reason=type(fault).__name__)
    if missing:
        return _not_ready(reason="migrations", missing=missing)
    return JsonResponse({"ready": True})


def _not_ready(**why: object) -> HttpResponse:
    return JsonResponse({"ready": False, **why}, status=503, headers={"Retry-After": RETRY_SECONDS})


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Counters in Prometheus' text form."""
    return HttpResponse(counters.text(), content_type=CONTENT_TYPE_LATEST)


def _missing_migrations() -> int:
    """How many migrations this code has that the database lacks; asked until the answer is none."""
    global _migrated
    if _migrated:
        return 0
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    _migrated = missing == 0
    return missing
