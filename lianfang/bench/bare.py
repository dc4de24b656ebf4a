"""bench · bare: what a view costs that does nothing but one durable insert: the baseline of a single entry."""

from __future__ import annotations

import json

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

TABLE = "CREATE TABLE IF NOT EXISTS bench_bare (id uuid PRIMARY KEY, unit text, occurred_at timestamptz, data json)"
INSERT = "INSERT INTO bench_bare (id, unit, occurred_at, data) VALUES (%s, %s, %s, %s)"


@csrf_exempt
def insert_one(request: HttpRequest) -> HttpResponse:
    """Parses the same body as `POST /api/v1/entries` and inserts it, in a transaction of its own."""
    said = json.loads(request.body)
    with connection.cursor() as cursor:
        cursor.execute(INSERT, (said["id"], said["unit"], said["occurred_at"], json.dumps(said["data"])))
    return HttpResponse(b'{"status":"accepted"}', content_type="application/json", status=201)
