"""config · backup.bring: an installation out of its backup, onto an empty data folder or an empty database.

Everything is made beside its place first. The keys come to their place last: until then nothing starts, and a restore
that was cut short is recognised by its mark and begun again.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lianfang.config.backup import logical, manifest, physical, problems, programs, take
from lianfang.config.backup.envelope import Key
from lianfang.config.backup.manifest import Manifest
from lianfang.config.backup.opening import Reader, reading
from lianfang.config.backup.problems import BackupFault
from lianfang.config.backup.recovery import Recovery
from lianfang.config.supervisor import binaries, connections, home, keys, outside
from lianfang.config.supervisor.cluster import configure
from lianfang.config.supervisor.faults import CommandFault
from lianfang.config.supervisor.home import Home
from lianfang.config.supervisor.locks import starting, supervisor_runs
from lianfang.config.supervisor.server import Server

Tell = Callable[[str, str], None]
MARK = ".restoring"
SECRETS = "secrets.json"


@dataclass(frozen=True)
class Brought:
    """What stands in the data folder now, before anything was proved."""

    manifest: Manifest
    playbooks_differ: bool


def restore(data: Path, chain: Sequence[Path], key: Key, tell: Tell, recovery: Recovery | None = None) -> Brought:
    """Bring back the last of `chain`, which builds on those before it; with `recovery`, and the log kept since.

    BackupFault where it cannot be done; then `data` is as empty as before.
    """
    embedded = connections.embedded(data)
    data.mkdir(parents=True, exist_ok=True)
    _sweep(data, tell)
    _must_be_empty(data)
    with starting(data):
        if supervisor_runs(data):
            raise BackupFault(problems.NOT_EMPTY, where=data)
        (data / MARK).mkdir(mode=0o700)
        try:
            if embedded:
                return _embedded(data, chain, key, tell, recovery)
            return _outside(data, chain[-1], key, tell)
        except BaseException:
            _sweep(data, None)
            raise


def _must_be_empty(data: Path) -> None:
    found = [path.name for path in data.iterdir() if not path.name.endswith(".lock") and path.name != "log"]
    if found:
        raise BackupFault(problems.NOT_EMPTY, where=data)
    if not connections.embedded(data):
        owner = connections.owner_login(data)
        if not logical.is_empty(owner):
            raise BackupFault(problems.NOT_EMPTY, where=f"DATABASE_URL ({owner['dbname']})")


def _sweep(data: Path, tell: Tell | None) -> None:
    """Remove what a restore left behind that was cut short; nothing else carries its mark."""
    if not (data / MARK).is_dir():
        return
    if tell is not None:
        tell("上次恢复被中断，重新开始……", "a restore was cut short last time, starting over …")
    with suppress(Exception):
        top = home.where(data)
        if top.parent != data and (top / "belongs-to").read_text().strip() == str(data):
            shutil.rmtree(top, ignore_errors=True)
    for path in data.iterdir():
        if path.name in {MARK, "log"} or path.name.endswith(".lock"):
            continue
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    shutil.rmtree(data / MARK)


def _embedded(data: Path, chain: Sequence[Path], key: Key, tell: Tell, recovery: Recovery | None) -> Brought:
    place = home.settle(data)
    workshop = place.top / MARK
    shutil.rmtree(workshop, ignore_errors=True)
    home.private_folder(workshop, place.person)
    layers, said = [], None
    for number, path in enumerate(chain):
        tell(f"正在解开 {path.name}……", f"opening {path.name} …")
        layers.append(workshop / f"layer-{number}")
        last = path == chain[-1]
        said = _open(path, key, data / MARK if last else None, layers[-1])
        tell("正在核对数据库文件……", "checking the database's files …")
        physical.check(layers[-1])
    assert said is not None
    cluster = _joined(said, layers, workshop)
    if recovery is not None:
        recovery.prepare(cluster, place, key)
    for name in ("postmaster.pid", "postmaster.opts"):
        (cluster / name).unlink(missing_ok=True)
    place.person.owns_tree(place.top)
    programs.sync_all()
    cluster.rename(place.cluster)
    if recovery is not None:
        tell("正在按日志推进……", "following the log …")
        _follow(data, place, recovery)
    return _settle(data, said, place)


def _follow(data: Path, place: Home, recovery: Recovery) -> None:
    configure(place)
    log = data / "log" / "postgresql.out"
    try:
        recovery.follow(Server(place, keys.load(data / MARK)["superuser_password"], log))
    except CommandFault as fault:
        if recovery.to is not None and "recovery target" in str(fault):
            raise BackupFault(problems.NO_MOMENT_LOG, moment=recovery.to) from fault
        raise


def _joined(said: Manifest, layers: list[Path], workshop: Path) -> Path:
    if len(layers) == 1:
        return layers[0]
    physical.combine(said.postgresql, layers, workshop / "cluster")
    for layer in layers:
        shutil.rmtree(layer)
    return workshop / "cluster"


def _outside(data: Path, path: Path, key: Key, tell: Tell) -> Brought:
    # Once through to its end, since tables that were made cannot be taken back when the end turns out to be torn.
    tell("正在核对备份……", "checking the backup …")
    said = _open(path, key, data / MARK, None)
    words = keys.load(data / MARK)
    logins = connections.logins(data, words)
    ours = (logins.owner["user"], logins.app["user"])
    if (said.owner, said.app) != ours:
        raise BackupFault(problems.OTHER_ROLES, theirs=f"{said.owner}, {said.app}", ours=", ".join(ours))
    outside.prepare(logins, own_role=connections.own_app_role())
    tell("正在恢复数据表……", "restoring the tables …")
    with reading(path, key) as source:
        for name in source.names():
            if name.startswith(f"{take.DATABASE}/"):
                logical.restore(logins, source.stream(take.DATABASE))
    return _settle(data, said, None)


def _open(path: Path, key: Key, beside: Path | None, cluster: Path | None) -> Manifest:
    """Go through one envelope: files to `beside`, the database to `cluster`, each left out where None."""
    said: Manifest | None = None
    with reading(path, key) as source:
        for name in source.names():
            if name == manifest.NAME:
                said = _fits(path, manifest.of(path, source.content()))
            elif said is None:
                raise BackupFault(problems.NO_BACKUP, path=path)
            elif name.startswith(f"{take.DATABASE}/") and cluster is not None:
                physical.unpack(source.stream(take.DATABASE), cluster)
            elif beside is not None and name.startswith((f"{take.DATA}/", f"{take.PLAYBOOKS}/")):
                _keep(source, name, beside)
    if said is None:
        raise BackupFault(problems.NO_BACKUP, path=path)
    return said


def _fits(path: Path, said: Manifest) -> Manifest:
    manifest.check_not_newer(said)
    here = manifest.PHYSICAL if connections.embedded(path) else manifest.LOGICAL
    if said.engine != here:
        raise BackupFault(problems.OTHER_ENGINE, source=_ENGINES[said.engine], target=_ENGINES[here])
    if said.engine == manifest.PHYSICAL and said.postgresql not in binaries.FOLDERS:
        raise BackupFault(problems.NEWER, what=f"PostgreSQL {said.postgresql}")
    return said


_ENGINES = {
    manifest.PHYSICAL: problems.EMBEDDED,
    manifest.LOGICAL: problems.OUTSIDE,
}


def _keep(source: Reader, name: str, beside: Path) -> None:
    below = name.removeprefix(f"{take.DATA}/")
    if Path(below).is_absolute() or ".." in Path(below).parts:
        raise BackupFault(problems.TORN, path=name)
    (beside / below).unlink(missing_ok=True)
    source.keep(beside / below)


def _settle(data: Path, said: Manifest, place: Home | None) -> Brought:
    """Everything to its place, the keys last."""
    work = data / MARK
    differ = _playbooks_differ(work / take.PLAYBOOKS)
    if not differ:
        shutil.rmtree(work / take.PLAYBOOKS, ignore_errors=True)
    keys.load(work)  # says it if the backup's own keys are damaged
    for path in sorted(work.iterdir(), key=lambda one: one.name == SECRETS):
        path.rename(data / path.name)
    if place is not None:
        shutil.rmtree(place.top / MARK, ignore_errors=True)
    programs.sync_all()
    work.rmdir()
    return Brought(said, differ)


def _playbooks_differ(theirs: Path) -> bool:
    def content(top: Path) -> dict[str, bytes]:
        return {str(file.relative_to(top)): file.read_bytes() for file in top.rglob("*") if file.is_file()}

    return content(theirs) != content(take.PLAYBOOKS_FOLDER)
