"""tests · openapi: whatever its schema allows or forbids, the API answers as the schema says, never with a fault."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

EXAMPLES = 12


@pytest.fixture
def open_connection() -> Iterator[None]:
    """The test's own connection stays open through the requests, as it does for Django's test client."""
    ends = (signals.request_started, signals.request_finished)
    for end in ends:
        end.disconnect(close_old_connections)
    yield
    for end in ends:
        end.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.usefixtures("open_connection")
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["allowed", "forbidden"])
def test_the_api_does_what_its_schema_says(stage: Any, token_of: Any, mode: GenerationMode) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    headers, seen = token_of("own"), []
    for found in schema.get_all_operations():
        operation = found.ok()
        seen.append(operation.label)

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        )
        def holds(case: Any) -> None:
            # That a kind, unit or place exists, no schema can say: recording may refuse what it allows.
            excluded = [positive_data_acceptance] if case.method == "POST" else []
            with transaction.atomic():
                case.call_and_validate(headers=headers, excluded_checks=excluded)

        holds()
    assert {"POST /api/v1/entries", "GET /api/v1/entries", "GET /api/v1/reports/{unit}/{date}"} <= set(seen)
