"""config · supervisor: a new PostgreSQL cluster, its settings, its two roles and its database.

`lianfang_owner` owns the database and makes tables; `lianfang_app`, which the web and the
worker log in as, owns nothing and can bypass nothing. Every login needs a password.
"""

from __future__ import annotations

import os
import platform
import re
import secrets
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
from psycopg import sql

from lianfang.config.supervisor import binaries
from lianfang.config.supervisor.faults import CommandFault, first_line
from lianfang.config.supervisor.home import Home, private_folder
from lianfang.config.supervisor.person import initdb_person

SUPERUSER, OWNER, APP, DATABASE = "postgres", "lianfang_owner", "lianfang_app", "lianfang"
MEBIBYTE = 1 << 20


def create(home: Home, programs: Path, password: str) -> None:
    """Run initdb into ``home.cluster``; a start that is cut short leaves nothing behind but a draft.

    No ICU and no locale of the machine: the collation is C and case rules are PostgreSQL's
    own Unicode ones, so that the same data sort the same everywhere.
    """
    maker = initdb_person(home.person)
    # Under root the maker is not yet the owner and cannot enter the home: draft beside it in its own folder.
    workshop = home.top / f".initdb-{secrets.token_hex(4)}"
    for left in home.top.glob(".initdb-*"):
        shutil.rmtree(left)
    if maker.uid != home.person.uid:
        home.top.chmod(0o711)
    try:
        private_folder(workshop, maker)
        _initdb(workshop, programs, maker.popen_words(), password, maker.owns)
        home.person.owns_tree(workshop)
        (workshop / "cluster").rename(home.cluster)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
        home.top.chmod(0o700)


def _initdb(workshop: Path, programs: Path, person: dict[str, object], password: str, give) -> None:  # type: ignore[no-untyped-def]
    secret = workshop / "password"
    with os.fdopen(os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(password + "\n")
    give(secret)
    done = subprocess.run(
        [
            str(programs / "initdb"),
            f"--pgdata={workshop / 'cluster'}",
            f"--username={SUPERUSER}",
            f"--pwfile={secret}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            *_case_rules(programs),
            "--no-instructions",
        ],
        check=False,
        capture_output=True,
        text=True,
        cwd=workshop,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
        **person,  # type: ignore[call-overload]
    )
    secret.unlink()
    if done.returncode:
        why = first_line(done.stderr.strip() or done.stdout)
        raise CommandFault(f"建立数据库失败：{why}", f"The database could not be created: {why}")


def _case_rules(programs: Path) -> list[str]:
    """PostgreSQL 17 and later bring Unicode case rules of their own."""
    if programs.parent.name == "pginstall":
        return []
    return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]


def configure(home: Home, *, durable: bool = True) -> None:
    """Write our settings into the cluster; an administrator's ALTER SYSTEM stands above them.

    Tuned for many small records and for big batches on a machine that also runs the web.
    `durable=False` is for the tests' throw-away cluster only.
    """
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEBIBYTE
    shared = max(128, min(1024, memory // 8))
    words = {
        "listen_addresses": "",
        "unix_socket_directories": str(home.socket),
        "unix_socket_permissions": "0700",
        "port": "5432",
        "max_connections": "120",
        "password_encryption": "scram-sha-256",
        "shared_buffers": f"{shared}MB",
        "effective_cache_size": f"{max(256, memory // 2)}MB",
        "dynamic_shared_memory_type": _shared_memory(),
        "work_mem": "16MB",
        "maintenance_work_mem": "256MB",
        "random_page_cost": "1.1",
        # What a backup of a running server needs, and from PostgreSQL 17 on the notes that an increment reads.
        "wal_level": "replica",
        "max_wal_senders": "4",
        "max_slot_wal_keep_size": "8GB",
        **({"summarize_wal": "on"} if binaries.major_of(home) >= 17 else {}),
        "archive_mode": "on",
        "archive_command": _keep_log(log_folder(home)),
        "wal_compression": "on",
        "wal_buffers": "16MB",
        "min_wal_size": "256MB",
        "max_wal_size": "4GB",
        "checkpoint_timeout": "15min",
        "fsync": "on" if durable else "off",
        "synchronous_commit": "on" if durable else "off",
        "full_page_writes": "on" if durable else "off",
        "recovery_init_sync_method": _first_sync(),
        "jit": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_line_prefix": "%m [%p] %q%u@%d ",
        "log_min_duration_statement": "2000",
        "log_checkpoints": "off",
    }
    lines = [f"{name} = '{value.replace(chr(39), chr(39) * 2)}'\n" for name, value in words.items()]
    conf = home.cluster / "lianfang.conf"
    conf.write_text(
        "# Rewritten by lianfang at every start; use ALTER SYSTEM for settings of your own.\n" + "".join(lines)
    )
    home.person.owns(conf)
    main = home.cluster / "postgresql.conf"
    include = "include_if_exists = 'lianfang.conf'\n"
    if include not in main.read_text():
        with main.open("a") as out:
            out.write("\n" + include)


def log_folder(home: Home) -> Path:
    """Where the server lays finished pieces of its log while somebody wants them (config/backup/kept_log.py)."""
    return home.top / "log-kept"


def _keep_log(folder: Path) -> str:
    """A command that copies one piece, whole or not at all, or does nothing where nobody wants it."""
    place = shlex.quote(str(folder)).replace("%", "%%")
    return (
        f"test ! -e {place}/.on || test -e {place}/%f || "
        f"{{ cp %p {place}/.%f.draft && mv {place}/.%f.draft {place}/%f; }}"
    )


def _shared_memory() -> str:
    """Containers often give /dev/shm 64 MiB, too little for parallel queries; then use files."""
    try:
        status = os.statvfs("/dev/shm")
    except OSError:
        return "posix" if not Path("/proc").exists() else "mmap"
    return "posix" if status.f_bavail * status.f_frsize >= 256 * MEBIBYTE else "mmap"


def _first_sync() -> str:
    """How a server that was killed makes sure of its files: all in one call where the kernel tells of errors.

    Else thousands of files are synced one by one, which is most of what a recovery takes.
    """
    if sys.platform != "linux":
        return "fsync"
    version = [int(word) for word in re.findall(r"\d+", platform.release())[:2]]
    return "syncfs" if version >= [5, 8] else "fsync"


def ensure_roles(superuser: dict[str, object], keys: dict[str, str]) -> None:
    """Make the two roles and the database, where they are not there yet; safe to repeat."""
    with psycopg.connect(**superuser, autocommit=True) as connection:  # type: ignore[arg-type]
        for name, key in ((OWNER, "owner_password"), (APP, "app_password")):
            ensure_login(connection, name, keys[key])
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            create_database(connection, DATABASE, OWNER)
        for name in ("postgres", "template1"):
            connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
    with psycopg.connect(**{**superuser, "dbname": DATABASE}, autocommit=True) as connection:  # type: ignore[arg-type]
        grant(connection, DATABASE, owner=OWNER, app=APP)


def start_over(superuser: dict[str, object], keys: dict[str, str]) -> None:
    """Throw the database away and make an empty one."""
    with psycopg.connect(**superuser, autocommit=True) as connection:  # type: ignore[arg-type]
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE)))
    ensure_roles(superuser, keys)


def ensure_login(connection: psycopg.Connection, name: str, password: str) -> None:
    """A role that may log in and do nothing else, with this password if it is new."""
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    if known:
        return
    connection.execute(
        sql.SQL(
            "CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION PASSWORD {}"
        ).format(sql.Identifier(name), sql.Literal(password))
    )


def create_database(
    connection: psycopg.Connection, name: str, owner: str, template: str = "template0", *, strategy: str = "WAL_LOG"
) -> None:
    """A UTF-8 database of `owner` that only `owner` and whoever it grants may enter."""
    words = {"name": sql.Identifier(name), "owner": sql.Identifier(owner), "template": sql.Identifier(template)}
    statement = sql.SQL("CREATE DATABASE {name} OWNER {owner} TEMPLATE {template} STRATEGY {strategy}")
    connection.execute(statement.format(**words, strategy=sql.Identifier(strategy.lower())))
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {name} FROM PUBLIC").format(**words))


def grant(connection: psycopg.Connection, database: str, *, owner: str, app: str) -> None:
    """Give `app` the use of everything `owner` will make in this database, and nothing of it to own.

    What the ledger must not allow, a later migration takes away again.
    """
    words = {"database": sql.Identifier(database), "owner": sql.Identifier(owner), "app": sql.Identifier(app)}
    for statement in (
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {app}",
        "GRANT USAGE ON SCHEMA public TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public "
        "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app}",
    ):
        connection.execute(sql.SQL(statement).format(**words))
    if connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() == (True,):
        _keep_from_all(connection)


def _keep_from_all(connection: psycopg.Connection) -> None:
    """Take from everybody what could stop all others: locks that outlive a transaction, and the ending of connections.

    Our own locks are taken inside functions of the tables' owner.
    """
    found = connection.execute(
        "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace "
        "AND (proname ~ '^pg_(try_)?advisory_(xact_)?(lock|unlock)' "
        "OR proname IN ('pg_terminate_backend', 'pg_cancel_backend'))"
    ).fetchall()
    owner = connection.execute("SELECT datdba::regrole::text FROM pg_database WHERE datname = current_database()")
    name = owner.fetchone()
    for (function,) in found:
        connection.execute(f"REVOKE EXECUTE ON FUNCTION {function} FROM PUBLIC")
        if name and "xact" in function:
            connection.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {name[0]}")
