"""config · health: three pages for machines: am I alive, am I ready, how much is happening."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import resolve
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from lianfang.areas.upkeep import queries
from lianfang.config import metrics as counters
from lianfang.kernel import clock, scope
from lianfang.kernel.sql_scope import app_role
from lianfang.kernel.unscoped import unscoped

PATHS = ("/healthz", "/readyz", "/metrics")
RETRY_SECONDS = "5"
BACKUP_SECONDS = 60

_migrated = False
_backup_said: dict[str, object] | None = None
_backup_asked = 0.0


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
    """200 when the database answers, has every migration and guards each unit's rows; else 503 with the reason."""
    try:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute("SELECT 1")
        missing = _missing_migrations()
        if missing:
            return _not_ready(reason="migrations", missing=missing)
        if found := _unscoped():
            return _not_ready(reason="unscoped", tables=found)
        return JsonResponse({"ready": True, "backup": _backup()})
    except Error as fault:
        return _not_ready(reason=type(fault).__name__)


def _backup() -> dict[str, object]:
    """Whether backups are planned, and how old the last proved one is; asked at most once a minute."""
    global _backup_said, _backup_asked
    if _backup_said is None or time.monotonic() - _backup_asked > BACKUP_SECONDS:
        with scope.acting(scope.system_actor("health")) as system:
            planned, proved_at = queries.plan(system), queries.proved_at(system)
        age = clock.current().now() - proved_at if proved_at else None
        _backup_asked = time.monotonic()
        _backup_said = {
            "planned": planned is not None,
            "proved_at": proved_at.isoformat(timespec="seconds") if proved_at else None,
            "age_hours": round(age.total_seconds() / 3600, 1) if age is not None else None,
        }
    return _backup_said


def _not_ready(**why: object) -> HttpResponse:
    return JsonResponse({"ready": False, **why}, status=503, headers={"Retry-After": RETRY_SECONDS})


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Counters in Prometheus' text form."""
    return HttpResponse(counters.text(), content_type=CONTENT_TYPE_LATEST)


def _unscoped() -> list[str]:
    """The tables that anybody who signs in could read; asked each time, as somebody may take a policy away."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        return unscoped(cursor, app_role())


def _missing_migrations() -> int:
    """How many migrations this code has that the database lacks; asked until the answer is none."""
    global _migrated
    if _migrated:
        return 0
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    _migrated = missing == 0
    return missing
