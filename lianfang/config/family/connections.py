"""config · family: how this installation logs in to its database, as the owner and as the application."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg import conninfo

from lianfang.config.family.cluster import APP, DATABASE, OWNER
from lianfang.config.family.faults import FamilyFault
from lianfang.config.family.home import socket_folder, where


@dataclass(frozen=True)
class Logins:
    """Two logins into one database, each as psycopg's keyword arguments."""

    owner: dict[str, Any]
    app: dict[str, Any]


def embedded(data: Path) -> bool:
    """Whether the server is our own; with DATABASE_URL set it is somebody else's."""
    return not os.environ.get("DATABASE_URL")


def logins(data: Path, keys: dict[str, str]) -> Logins:
    """The logins for this data folder and environment; asks no server.

    ``LIANFANG_DATABASE`` replaces the database's name (the tests use one per process).
    Raises FamilyFault when DATABASE_URL or APP_DATABASE_URL cannot be read.
    """
    name = os.environ.get("LIANFANG_DATABASE", "")
    if embedded(data):
        place = {"host": str(socket_folder(where(data))), "port": 5432, "dbname": name or DATABASE}
        return Logins(
            owner={**place, "user": OWNER, "password": keys["owner_password"]},
            app={**place, "user": APP, "password": keys["app_password"]},
        )
    owner = _parsed("DATABASE_URL", os.environ["DATABASE_URL"])
    if name:
        owner["dbname"] = name
    if url := os.environ.get("APP_DATABASE_URL"):
        app = _parsed("APP_DATABASE_URL", url)
        if name:
            app["dbname"] = name
    else:
        app = {**owner, "user": APP, "password": keys["app_password"]}
    return Logins(owner=owner, app=app)


def owner_login(data: Path) -> dict[str, Any]:
    """The owner's login into the database of DATABASE_URL; needs no keys."""
    owner = _parsed("DATABASE_URL", os.environ["DATABASE_URL"])
    return {**owner, "dbname": os.environ.get("LIANFANG_DATABASE") or owner["dbname"]}


def own_app_role() -> bool:
    """Whether the application's role in an outside database is ours to make."""
    return not os.environ.get("APP_DATABASE_URL")


def _parsed(name: str, url: str) -> dict[str, Any]:
    try:
        words = dict(conninfo.conninfo_to_dict(url))
    except Exception as fault:
        raise FamilyFault(
            f"{name} 不是有效的 PostgreSQL 地址，应形如 postgresql://用户:密码@主机:5432/库名。",
            f"{name} is not a PostgreSQL address; it should look like postgresql://user:password@host:5432/database.",
        ) from fault
    if not words.get("dbname"):
        raise FamilyFault(f"{name} 中没有库名。", f"{name} names no database.")
    return words


def for_django(login: dict[str, Any], *, persistent: bool) -> dict[str, Any]:
    """One login as an entry of Django's DATABASES."""
    words = dict(login)
    entry: dict[str, Any] = {
        "ENGINE": "lianfang.config.postgresql",
        "NAME": words.pop("dbname"),
        "USER": words.pop("user", ""),
        "PASSWORD": words.pop("password", ""),
        "HOST": words.pop("host", ""),
        "PORT": str(words.pop("port", "")),
        "CONN_MAX_AGE": None if persistent else 0,
        "CONN_HEALTH_CHECKS": persistent,
        "OPTIONS": {"connect_timeout": 10, **words},
        "DISABLE_SERVER_SIDE_CURSORS": False,
    }
    return entry
