"""config · metrics: counts and times every answer, by page and outcome, for Prometheus."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import structlog
from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Histogram, generate_latest, multiprocess

log = structlog.get_logger("lianfang.metrics")
ANSWERS = Histogram(
    "lianfang_answer_seconds",
    "Server time of an answer",
    ["method", "page", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)


class Measured:
    """Times everything inside it; a page is named by its route, never by the path, which may hold a code."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on and record how long the answer took."""
        began = time.perf_counter()
        response = self.get_response(request)
        found = request.resolver_match
        page = (found.view_name or found.route) if found else "none"
        try:
            ANSWERS.labels(request.method, page, response.status_code).observe(time.perf_counter() - began)
        except OSError as fault:  # no folder for the counters, or it is full: the answer is worth more
            log.warning("answer not counted", reason=str(fault))
        return response


def text() -> bytes:
    """All counters in Prometheus' text form, over every web process when there are several."""
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if not folder:
        return generate_latest()
    together = CollectorRegistry()
    if Path(folder).is_dir():
        multiprocess.MultiProcessCollector(together)
    return generate_latest(together)
