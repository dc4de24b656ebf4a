"""tests · health: the machine's pages, and what every answer forbids the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from lianfang.config import health
from lianfang.config.supervisor import logfiles


def test_alive_without_any_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"alive": True}


@pytest.mark.django_db
def test_ready_when_the_database_has_every_migration(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_migrated", False)
    none = {"planned": False, "proved_at": None, "age_hours": None}
    assert client.get("/readyz").json() == {"ready": True, "backup": none}


@pytest.mark.django_db
def test_not_ready_while_a_table_is_open_to_everybody(client: Client, committed_db: None, owner_conn: Any) -> None:
    owner_conn.execute("CREATE POLICY shown ON duties_slot FOR SELECT USING (true)")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "reason": "unscoped", "tables": ["duties_slot"]}


def test_not_ready_without_a_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone:
        def cursor(self) -> None:
            raise OperationalError("no server")

    monkeypatch.setattr(health, "connections", {"default": Gone()})
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "reason": "OperationalError"}


@pytest.mark.django_db
def test_counters_name_pages_and_never_paths(client: Client) -> None:
    client.get("/healthz")
    client.get("/secret-code-in-a-path")
    text = client.get("/metrics").content.decode()
    assert 'page="lianfang.config.health.healthz"' in text
    assert "secret-code" not in text


def test_no_script_from_a_page_s_own_text_may_run(client: Client) -> None:
    answer = client.get("/healthz")
    policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
    assert policy["script-src"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_they_are_read_only(client: Client, method: str) -> None:
    assert getattr(client, method)("/healthz").status_code == 405


def test_a_full_disk_does_not_kill_whoever_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The counters are mapped into memory: on a full disk the first to count something new would die of it."""
    monkeypatch.setattr(logfiles, "IN_MEMORY", tmp_path / "memory")
    assert logfiles.metrics_folder(tmp_path / "data") == tmp_path / "data" / "metrics"
    (tmp_path / "memory").mkdir()
    logfiles.clear_metrics(tmp_path / "data")
    folder = logfiles.metrics_folder(tmp_path / "data")
    assert folder.parent == tmp_path / "memory"
    assert folder.stat().st_mode & 0o777 == 0o700
    (folder / "histogram_1.db").touch()
    logfiles.clear_metrics(tmp_path / "data")
    assert list(folder.iterdir()) == []
    logfiles.drop_metrics(tmp_path / "data")
    assert not folder.exists()
