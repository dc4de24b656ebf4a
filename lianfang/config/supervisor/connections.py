"""config · supervisor: how this installation logs in to its database, as the owner and as the application."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg import conninfo

from lianfang.config.supervisor.cluster import APP, DATABASE, OWNER
from lianfang.config.supervisor.faults import CommandFault
from lianfang.config.supervisor.home import socket_folder, where


@dataclass(frozen=True)
class Logins:
    """Two logins into one database, each as psycopg's keyword arguments."""

    owner: dict[str, Any]
    app: dict[str, Any]


def embedded(data: Path) -> bool:
    """Whether the server is our own; with DATABASE_URL set it is somebody else's."""
    return not _told("DATABASE_URL")


def logins(data: Path, keys: dict[str, str]) -> Logins:
    """The logins for this data folder and environment; asks no server.

    ``LIANFANG_DATABASE`` replaces the database's name (the tests use one per process).
    Raises CommandFault when DATABASE_URL or APP_DATABASE_URL cannot be read.
    """
    name = os.environ.get("LIANFANG_DATABASE", "")
    if embedded(data):
        place = {"host": str(socket_folder(where(data))), "port": 5432, "dbname": name or DATABASE}
        return Logins(
            owner={**place, "user": OWNER, "password": keys["owner_password"]},
            app={**place, "user": APP, "password": keys["app_password"]},
        )
    owner = _parsed("DATABASE_URL", _told("DATABASE_URL"))
    if name:
        owner["dbname"] = name
    if url := _told("APP_DATABASE_URL"):
        app = _parsed("APP_DATABASE_URL", url)
        if name:
            app["dbname"] = name
    else:
        app = {**owner, "user": APP, "password": keys["app_password"]}
    return Logins(owner=owner, app=app)


def owner_login(data: Path) -> dict[str, Any]:
    """The owner's login into the database of DATABASE_URL; needs no keys."""
    owner = _parsed("DATABASE_URL", _told("DATABASE_URL"))
    return {**owner, "dbname": os.environ.get("LIANFANG_DATABASE") or owner["dbname"]}


def own_app_role() -> bool:
    """Whether the application's role in an outside database is ours to make."""
    return not _told("APP_DATABASE_URL")


def _told(name: str) -> str:
    """An address as the environment gives it, or as it stands in the file that `<name>_FILE` names; empty for neither.

    Services and containers keep secrets in files: what stands in an environment is shown by many tools. A file that is
    named and says nothing is a fault, because without an address we would start a database of our own.
    """
    if url := os.environ.get(name):
        return url
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return ""
    try:
        url = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        why = getattr(fault, "strerror", None) or "not UTF-8"
        raise CommandFault(
            f"{name}_FILE 指定的文件 {path} 读不出（{why}）；请检查路径和权限。",
            f"The file {path} of {name}_FILE cannot be read ({why}); look at its path and permissions.",
        ) from fault
    if not url:
        raise CommandFault(
            f"{name}_FILE 指定的文件 {path} 是空的；请写入数据库地址。",
            f"The file {path} of {name}_FILE is empty; write the database's address into it.",
        )
    return url


def _parsed(name: str, url: str) -> dict[str, Any]:
    try:
        words = dict(conninfo.conninfo_to_dict(url))
    except Exception as fault:
        raise CommandFault(
            f"{name} 不是有效的 PostgreSQL 地址，应形如 postgresql://用户:密码@主机:5432/库名。",
            f"{name} is not a PostgreSQL address; it should look like postgresql://user:password@host:5432/database.",
        ) from fault
    if not words.get("dbname"):
        raise CommandFault(f"{name} 中没有库名。", f"{name} names no database.")
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
