"""config · supervisor: the keys of this installation, made once and kept in DATA, readable by us alone."""

from __future__ import annotations

import base64
import json
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from lianfang.config.supervisor.faults import CommandFault

NAMES = ("django", "scope", "keyring", "owner_password", "app_password", "superuser_password")


def load(data: Path) -> dict[str, str]:
    """The keys in ``DATA/secrets.json``, made now if this is a new installation.

    Each key is 32 random bytes in base64 (url-safe, so that it can stand in an address).
    Raises CommandFault when the file is damaged, or gone although a database exists: new
    keys would make every encrypted word unreadable, so we never replace lost ones.
    """
    path = data / "secrets.json"
    try:
        return _read(path)
    except FileNotFoundError:
        pass
    if (data / "cluster.json").exists():
        raise CommandFault(
            f"数据目录 {data} 中有数据库，但密钥文件 secrets.json 不见了；请从备份恢复该文件。",
            f"The data folder {data} holds a database but its keys, secrets.json, are gone; "
            "restore that file from a backup.",
        )
    _create(path)
    return _read(path)


def as_bytes(key: str) -> bytes:
    """A key of `load` as its 32 bytes."""
    return base64.urlsafe_b64decode(key)


def derived(key: str, purpose: str) -> bytes:
    """A further key from a key of `load` (HKDF-SHA-256), so that what is new needs no new secret to be kept.

    Whoever exchanges the key that it comes from must make again whatever the derived one has signed.
    """
    return HKDF(SHA256(), 32, salt=None, info=f"lianfang {purpose} 1".encode()).derive(as_bytes(key))


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    words = {name: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode() for name in NAMES}
    draft = path.with_name(f".secrets-{os.getpid()}-{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        json.dump(words, out, indent=1)
        out.flush()
        os.fsync(out.fileno())
    # link() fails if another process was first; then its keys are the ones that count.
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _read(path: Path) -> dict[str, str]:
    text = path.read_text()
    try:
        words = json.loads(text)
        whole = all(len(as_bytes(words[name])) == 32 for name in NAMES)
    except (ValueError, KeyError, TypeError):
        whole = False
    if not whole:
        raise CommandFault(
            f"密钥文件 {path} 已损坏；请从备份恢复，切勿删除后重建。",
            f"The keys in {path} are damaged; restore the file from a backup, do not start over without it.",
        )
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
    return {name: words[name] for name in NAMES}
