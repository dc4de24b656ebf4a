"""config · supervisor: where the embedded database lives: cluster, binaries and socket, in one private folder.

Normally that is ``DATA/pg``. A server that root hands to another user may be unable to
reach it (``/root/…`` is closed, and we never open anybody's folders); then the home is
made under /var/lib/lianfang or /var/tmp, and ``DATA/cluster.json`` says where, so that
moving DATA does not lose it.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from lianfang.config.supervisor.faults import CommandFault
from lianfang.config.supervisor.person import Person, person_of, server_person

ELSEWHERE = (Path("/var/lib/lianfang"), Path("/var/tmp/lianfang"))
# sun_path holds 108 bytes on Linux and 104 on macOS, with "/.s.PGSQL.5432.lock" and a final zero.
SOCKET_FOLDER_BYTES_MAX = 84


@dataclass(frozen=True)
class Home:
    """The folder of one embedded database, and the person whose it is."""

    top: Path
    person: Person

    @property
    def cluster(self) -> Path:
        """PostgreSQL's data directory."""
        return self.top / "cluster"

    @property
    def socket(self) -> Path:
        """The folder of the server's socket."""
        return socket_folder(self.top)


def socket_folder(top: Path) -> Path:
    """``top/run``, or a short private folder when that path would not fit into a socket address."""
    folder = top / "run"
    if len(os.fsencode(folder)) <= SOCKET_FOLDER_BYTES_MAX:
        return folder
    name = hashlib.sha256(os.fsencode(top)).hexdigest()[:12]
    base = Path(tempfile.gettempdir())
    if len(os.fsencode(base)) > SOCKET_FOLDER_BYTES_MAX - 24:
        base = Path("/tmp")
    return base / f"lianfang-{name}"


def where(data: Path) -> Path:
    """The top of this data folder's home, as recorded, or as it will be; touches nothing."""
    try:
        return data / str(json.loads((data / "cluster.json").read_text())["home"])
    except FileNotFoundError:
        return data / "pg"
    except (ValueError, KeyError, TypeError):
        raise CommandFault(
            f'{data / "cluster.json"} 已损坏；它应写明数据库所在目录，例如 {{"home": "pg"}}。',
            f'{data / "cluster.json"} is damaged; it should name the database\'s folder, as in {{"home": "pg"}}.',
        ) from None


def settle(data: Path) -> Home:
    """The home of this data folder's database, its folders made and private; found again if it exists.

    The caller holds the start lock. Raises CommandFault when no place can be reached by the
    server's user or a folder of ours was tampered with.
    """
    top = where(data)
    if (data / "cluster.json").exists():
        if not top.is_dir():
            raise CommandFault(
                f"数据库目录 {top} 不见了；请恢复它，或删除 {data / 'cluster.json'} 以从空库重新开始。",
                f"The database's folder {top} is gone; restore it, or delete {data / 'cluster.json'} to start empty.",
            )
        home = Home(top, person_of(top))
    else:
        home = _choose(data)
        _record(data, home.top)
    private_folder(home.socket, home.person)
    return home


def private_folder(path: Path, person: Person) -> None:
    """Make `path` a folder of `person` that nobody else can enter.

    In a shared place such as /tmp somebody may have put a folder or a link of that name
    before us; then CommandFault is raised instead of trusting it.
    """
    try:
        path.mkdir(mode=0o700)
        person.owns(path)
    except FileExistsError:
        pass
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {person.uid, os.geteuid()}:
        raise CommandFault(
            f"{path} 不是本系统建立的目录，出于安全不予使用；请删除它或换一个数据目录。",
            f"{path} was not made by us and is not safe to use; remove it or choose another data folder.",
        )
    if found.st_uid != person.uid:
        person.owns(path)
    if stat.S_IMODE(found.st_mode) != 0o700:
        path.chmod(0o700)


def _choose(data: Path) -> Home:
    """A home for a new cluster: beside the data if its user can get there, else elsewhere."""
    data.mkdir(parents=True, exist_ok=True)
    person = server_person(data)
    if person.may(lambda: os.access(data, os.X_OK) and data.stat() is not None):
        top = data / "pg"
        private_folder(top, person)
        return Home(top, person)
    for base in ELSEWHERE:
        try:
            base.mkdir(mode=0o711, parents=True, exist_ok=True)
            top = base / secrets.token_hex(8)
            private_folder(top, person)
        except OSError:
            continue
        if base.lstat().st_uid == 0 and person.may(lambda top=top: os.access(top, os.W_OK)):  # type: ignore[misc]
            (top / "belongs-to").write_text(f"{data}\n")
            return Home(top, person)
        top.rmdir()
    raise CommandFault(
        f"数据库不能以 root 运行，而普通用户进不了 {data}，也没有别处可放；请换数据目录（DATA=）。",
        f"The database must not run as root, an ordinary user cannot reach {data}, and there is no other place; "
        "choose another data folder (DATA=).",
    )


def _record(data: Path, top: Path) -> None:
    draft = data / ".cluster.json"
    beside = top.parent == data
    draft.write_text(json.dumps({"home": top.name if beside else str(top)}) + "\n")
    draft.replace(data / "cluster.json")
