"""config · family: the tables brought up to date by the owner's login, and skipped when nothing has changed."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import connections

from lianfang.config import areas

MARK = "lianfang "
LIBRARIES = ("Django", "django-allauth", "procrastinate")


def fingerprint() -> str:
    """A digest of every migration this code would apply, cheap enough to ask at every start."""
    digest = hashlib.sha256()
    for library in LIBRARIES:
        digest.update(f"{library}={version(library)}\n".encode())
    for config in sorted(apps.get_app_configs(), key=lambda one: one.name):
        if not config.name.startswith("lianfang."):
            continue
        folder = Path(config.path) / "migrations"
        for file in sorted([*folder.glob("*.py"), *folder.glob("**/*.sql"), *Path(config.path).glob("sql/**/*.sql")]):
            digest.update(f"{config.name}/{file.name}\n".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def up_to_date() -> bool:
    """Whether this database was last migrated by exactly this code."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT obj_description('public'::regnamespace, 'pg_namespace')")
        row = cursor.fetchone()
    return bool(row) and row[0] == MARK + fingerprint()


def bring_up_to_date() -> None:
    """Apply every migration as the owner, and what must stand beside the tables; safe to repeat."""
    call_command("migrate", database="owner", interactive=False, verbosity=0)
    call_command("createcachetable", database="owner", verbosity=0)
    if areas.present("lianfang.kernel.scope"):
        from lianfang.kernel.scope import install_key

        install_key(connections["owner"])
    with connections["owner"].cursor() as cursor:
        try:
            # The mark travels with the tables: into copies, dumps and restored backups.
            cursor.execute(f"COMMENT ON SCHEMA public IS '{MARK}{fingerprint()}'")
        except psycopg.errors.InsufficientPrivilege:
            pass  # somebody else owns the schema of an outside database: then we migrate at every start
