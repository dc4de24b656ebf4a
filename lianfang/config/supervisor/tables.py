"""config · supervisor: the tables brought up to date by the owner's login, and skipped when nothing has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

from lianfang.config import areas
from lianfang.config.supervisor import connections, derived, keys
from lianfang.config.supervisor.faults import CommandFault

MARK = "lianfang "
# What the owner installs beside the tables follows from these.
FENCE = ("card.py", "kinds*.py", "models.py", "projections.py", "fence.py", "sql_scope.py")
LIBRARIES = ("Django", "django-allauth", "procrastinate")


def fingerprint() -> str:
    """A digest of every migration that this code would apply, and of what makes the fence; reads files only."""
    digest = hashlib.sha256()
    for library in LIBRARIES:
        digest.update(f"{library}={version(library)}\n".encode())
    for module in areas.modules():
        spec = find_spec(module)
        if spec is None or spec.origin is None:
            continue
        top = Path(spec.origin).parent
        for file in sorted(
            [
                *(
                    file
                    for kind in ("migrations/**/*.py", "migrations/**/*.sql", "sql/**/*.sql")
                    for file in top.glob(kind)
                ),
                *(file for name in FENCE for file in top.glob(name)),
            ]
        ):
            digest.update(f"{module}/{file.relative_to(top)}\n".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def up_to_date(data: Path) -> bool:
    """Whether the database of this data folder, which must answer, was last migrated and derived by this very code."""
    with psycopg.connect(**connections.logins(data, keys.load(data)).owner) as connection:
        return mark(connection) == MARK + fingerprint() and not derived.owed(connection)


def derivation_owed(data: Path) -> bool:
    """Whether derived tables must be made again; the database must answer and have every migration."""
    with psycopg.connect(**connections.logins(data, keys.load(data)).owner) as connection:
        return derived.owed(connection)


def unscoped_in(data: Path) -> list[str]:
    """The tables with rows of units that no policy guards; the database must answer."""
    from lianfang.kernel.unscoped import unscoped

    logins = connections.logins(data, keys.load(data))
    with psycopg.connect(**logins.owner) as connection:
        return unscoped(connection.cursor(), str(logins.app["user"]))


def refuse_unscoped(data: Path) -> None:
    """Raises CommandFault with the tables that anybody who signs in could read."""
    found = unscoped_in(data)
    if found:
        raise CommandFault(
            f"数据表 {'、'.join(found)} 没有范围保护，未启动；请运行 lianfang init 恢复，并查明是谁改动的。",
            f"No policy guards {', '.join(found)}, so nothing was started; run `lianfang init` to restore it, "
            "and find out who took it away.",
        )


def mark(connection: psycopg.Connection) -> str:
    """What the tables say about the code that last migrated them; empty before the first time."""
    row = connection.execute("SELECT obj_description('public'::regnamespace, 'pg_namespace')").fetchone()
    return str(row[0] or "") if row else ""


def not_up_to_date() -> CommandFault:
    """The fault to raise when records are wanted from tables of another version."""
    return CommandFault(
        "数据表与程序版本不一致；请先运行 lianfang init。",
        "The tables are not those of this version of the program; run `lianfang init` first.",
    )


def bring_up_to_date() -> None:
    """Apply every migration as the owner, and what must stand beside the tables; safe to repeat.

    What is derived from entries that are there already is another matter: `derive_again`. Needs Django set up and a
    database that answers.
    """
    from django.core.management import call_command
    from django.db import connections as django_connections

    from lianfang.config.supervisor import seal_keys
    from lianfang.kernel.problems import Refused
    from lianfang.playbook.faults import Unreadable

    try:
        call_command("migrate", database="owner", interactive=False, verbosity=0)
    except Refused as refused:  # the seal keys are gone, damaged, or another installation's
        raise seal_keys.fault_of(refused) from refused
    except Unreadable as wrong:
        raise _unreadable(wrong) from wrong
    call_command("createcachetable", database="owner", verbosity=0)
    owner = django_connections["owner"]
    if areas.present("lianfang.kernel.scope"):
        from lianfang.kernel.scope import install_key

        install_key(owner)
    if areas.present("lianfang.kernel.fence"):
        from lianfang.kernel import fence
        from lianfang.kernel.sql_scope import app_role

        fence.install(owner, app_role())
    with owner.cursor() as cursor:
        cursor.execute("SELECT pg_has_role(nspowner, 'USAGE') FROM pg_namespace WHERE nspname = 'public'")
        row = cursor.fetchone()
        # In an outside database the schema may be somebody else's; then we migrate at every start.
        if row and row[0]:
            # The mark travels with the tables: into copies, dumps and restored backups.
            cursor.execute(f"COMMENT ON SCHEMA public IS '{MARK}{fingerprint()}'")


def _unreadable(wrong: Any) -> CommandFault:
    """What to add to a playbook of one's own that an earlier version of the program could read."""
    zh = "\n".join(f"{each.file}:{each.line}: {each.path or '-'}: {each.zh}" for each in wrong.faults)
    en = "\n".join(f"{each.file}:{each.line}: {each.path or '-'}: {each.en}" for each in wrong.faults)
    return CommandFault(
        f"现行方案 {wrong.code} 不合本版程序的要求：\n{zh}\n台账未动。"
        "请用 lianfang playbook applied --into DIR 取出方案文件，按上述各行改好，"
        "运行 lianfang playbook apply DIR，再运行 lianfang init。",
        f"The playbook in force, {wrong.code}, lacks what this version of the program asks for:\n{en}\nThe ledger is "
        "as it was. Take the playbook's files out with `lianfang playbook applied --into DIR`, mend these lines, run "
        "`lianfang playbook apply DIR`, then `lianfang init`.",
    )


def derive_again(tell: Callable[[int, int], None]) -> None:
    """Make every derived table again from the ledger, and note that this code did; `tell` hears steps done of all."""
    from django.db import connections as django_connections

    from lianfang.kernel import rebuild

    owner = django_connections["owner"]
    rebuild.rebuild(owner, tell)
    mark_derived()


def mark_derived() -> None:
    """Note that what is derived follows from this code."""
    from django.db import connections as django_connections

    with django_connections["owner"].cursor() as cursor:
        derived.mark(cursor)


def holds_no_entry(data: Path) -> bool:
    """Whether nothing has ever been recorded in this database, which must answer."""
    with psycopg.connect(**connections.logins(data, keys.load(data)).owner) as connection:
        if connection.execute("SELECT to_regclass('ledger_entry')").fetchone() == (None,):
            return True
        return connection.execute("SELECT NOT EXISTS (SELECT 1 FROM ledger_entry)").fetchone() == (True,)
