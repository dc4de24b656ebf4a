"""config · health: three pages for machines: am I alive, am I ready, how much is happening."""

from __future__ import annotations

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from lianfang.config import metrics as counters

_migrated = False


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
        return JsonResponse({"ready": False, "reason": type(fault).__name__}, status=503)
    if missing:
        return JsonResponse({"ready": False, "reason": "migrations", "missing": missing}, status=503)
    return JsonResponse({"ready": True})


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
