"""config · supervisor: a PostgreSQL of somebody else's, named by DATABASE_URL: check it and make our role in it."""

from __future__ import annotations

from typing import Any

import psycopg

from lianfang.config.supervisor.cluster import ensure_login, grant
from lianfang.config.supervisor.connections import Logins
from lianfang.config.supervisor.faults import CommandFault, first_line

OLDEST = 15


def prepare(logins: Logins, *, own_role: bool) -> None:
    """Make an outside database ready: version, application role, grants; safe to repeat.

    `own_role` is False when APP_DATABASE_URL names a role the administrator made.
    Raises CommandFault in one sentence for: not reachable, older than 15, not permitted.
    """
    with _connected(logins.owner, "DATABASE_URL") as connection:
        version = connection.info.server_version // 10000
        if version < OLDEST:
            raise CommandFault(
                f"DATABASE_URL 指向 PostgreSQL {version}，需要 {OLDEST} 或更新的版本。",
                f"DATABASE_URL names a PostgreSQL {version}; {OLDEST} or newer is needed.",
            )
        app, owner = logins.app["user"], connection.info.user
        if app == owner:
            raise CommandFault(
                "APP_DATABASE_URL 必须用与 DATABASE_URL 不同的角色：应用不得拥有它的表。",
                "APP_DATABASE_URL must use another role than DATABASE_URL: the application must not own its tables.",
            )
        try:
            if own_role:
                ensure_login(connection, app, logins.app["password"])
            grant(connection, connection.info.dbname, owner=owner, app=app)
        except psycopg.errors.InsufficientPrivilege as fault:
            raise CommandFault(
                f"DATABASE_URL 的角色 {owner} 无权建立应用角色 {app} 或授权；"
                "请给它 CREATEROLE 并让它拥有该库，或由管理员建好角色后设置 APP_DATABASE_URL。",
                f"The role {owner} of DATABASE_URL may not create or grant to the role {app}; give it CREATEROLE and "
                "the database, or have an administrator make the role and set APP_DATABASE_URL.",
            ) from fault
    with _connected(logins.app, "APP_DATABASE_URL") as connection:
        _powerless(connection)


def _connected(login: dict[str, Any], name: str) -> psycopg.Connection:
    try:
        return psycopg.connect(**{"connect_timeout": 10, **login}, autocommit=True)
    except psycopg.OperationalError as fault:
        why = first_line(str(fault))
        if name == "APP_DATABASE_URL" and "password" in why:
            raise CommandFault(
                f"应用角色 {login.get('user')} 已存在但密码不同（可能由另一个安装建立）；请设置 APP_DATABASE_URL。",
                f"The role {login.get('user')} exists with another password (perhaps of another installation); "
                "set APP_DATABASE_URL.",
            ) from fault
        raise CommandFault(
            f"连不上 {name} 指定的数据库：{why}", f"The database in {name} cannot be reached: {why}"
        ) from fault


def _powerless(connection: psycopg.Connection) -> None:
    """Refuse an application role that could pass by the rules that the database keeps for us."""
    row = connection.execute(
        "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    if row is None or row[0]:
        raise CommandFault(
            "应用角色权力过大（超级用户、绕过行级安全、建库或建角色之一）；请换一个普通角色。",
            "The application's role is too powerful (superuser, BYPASSRLS, CREATEDB or CREATEROLE); use a plain role.",
        )
