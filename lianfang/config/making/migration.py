"""config · making.migration: what a model asks of the database, as the next migration of its area; asks no database."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps
from django.db.migrations import Migration
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import MigrationWriter

_LEDGER = ("kernel", "0001_ledger")


def migration_of(area: str, name: str | None = None) -> tuple[Path, str] | None:
    """Where the area's next migration goes, and its text; None where the models ask for nothing new."""
    loader = MigrationLoader(None)
    to = ProjectState.from_apps(apps)
    found = MigrationAutodetector(
        loader.project_state(), to, NonInteractiveMigrationQuestioner(specified_apps={area}, dry_run=True)
    ).changes(graph=loader.graph, trim_to_apps={area}, convert_apps={area}, migration_name=name)
    if area not in found:
        return None
    (migration,) = found[area]
    return _written(area, migration)


def _written(area: str, migration: Migration) -> tuple[Path, str]:
    if migration.initial:
        migration.dependencies = [*migration.dependencies, _LEDGER]  # type: ignore[misc]
    writer = MigrationWriter(migration, include_header=False)
    number, _, what = migration.name.partition("_")
    says = f'"""{area} · migration {int(number)}: {what.replace("_", " ")}."""\n\n'
    return Path(writer.path), says + writer.as_string()
