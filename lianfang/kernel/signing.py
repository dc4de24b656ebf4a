"""kernel · signing: the keys with which seals are signed, kept in a file beside the database and never in it.

Whoever owns the database, its superuser included, can therefore rewrite everything in it and still make no head that
verifies (docs/why/seals.md). The file also holds the installation's id and the key of the running digest.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from lianfang.kernel import seal_problems
from lianfang.kernel.problems import Refused

_FORM = 1


@dataclass(frozen=True, slots=True)
class Key:
    """A key pair, or its public half. `valid_from` is absent for the first, which holds from the beginning."""

    public: bytes
    private: bytes | None = None
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    revoked_at: datetime | None = None
    reason: str | None = None

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self.public)


@dataclass(frozen=True, slots=True)
class Signature:
    """An Ed25519 signature (64 bytes) and the fingerprint of the key that made it."""

    fingerprint: str
    value: bytes


@dataclass(frozen=True, slots=True)
class SealKeys:
    """What a key file says. `mac` is absent where only public keys were exported: then nothing can be signed."""

    installation: UUID
    made_at: datetime
    keys: tuple[Key, ...]
    mac: bytes | None = None

    def get(self, fingerprint: str) -> Key | None:
        return next((key for key in self.keys if key.fingerprint == fingerprint), None)

    @property
    def current(self) -> Key:
        """The key that signs now. Raises `Refused` where the file holds public keys alone."""
        for key in reversed(self.keys):
            if key.private is not None:
                return key
        raise Refused(seal_problems.SEAL_KEYS_PUBLIC)


def fingerprint_of(public: bytes) -> str:
    """The first 16 hex digits of SHA-256 over the public key."""
    return hashlib.sha256(public).hexdigest()[:16]


def load(path: Path | None = None) -> SealKeys:
    """The keys of this installation, or those of an exported file. Raises `Refused` where it is gone or damaged."""
    path = path or Path(settings.SEAL_KEYS_FILE)
    try:
        said = path.read_bytes()
    except OSError:
        raise Refused(seal_problems.SEAL_KEYS_GONE, path=path) from None
    try:
        return _read(json.loads(said))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refused(seal_problems.SEAL_KEYS_DAMAGED, path=path) from None


def stands() -> bool:
    """Whether this installation has its file of keys."""
    return Path(settings.SEAL_KEYS_FILE).exists()


def make() -> SealKeys:
    """The file of a new installation; if another process is first, its keys are the ones that count."""
    fresh = SealKeys(uuid4(), datetime.now(UTC), (new_key(None),), secrets.token_bytes(32))
    path = Path(settings.SEAL_KEYS_FILE)
    draft = _draft(path, fresh)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return load()


def new_key(valid_from: datetime | None) -> Key:
    """A new pair; not kept anywhere yet."""
    private = Ed25519PrivateKey.generate()
    return Key(private.public_key().public_bytes_raw(), private.private_bytes_raw(), valid_from)


def save(keys: SealKeys) -> None:
    """Puts the keys into the file in place of those before; either the old or the new file is there, whole."""
    path = Path(settings.SEAL_KEYS_FILE)
    _draft(path, keys).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def rotated(keys: SealKeys, at: datetime) -> SealKeys:
    """The keys with a new one that holds from `at`; of the one before only the public half is kept."""
    retired = tuple(replace(key, private=None, valid_to=at) if key.private is not None else key for key in keys.keys)
    return replace(keys, keys=(*retired, new_key(at)))


def sign(text: bytes) -> Signature:
    """The text signed with the key that stands in the file at this moment."""
    key = load().current
    assert key.private is not None
    return Signature(key.fingerprint, Ed25519PrivateKey.from_private_bytes(key.private).sign(text))


def check(text: bytes, fingerprint: str, signature: bytes, keys: SealKeys | Mapping[str, Key]) -> bool:
    """Whether the signature over the text was made with that one of the keys; an unknown key's never holds."""
    key = keys.get(fingerprint)
    if key is None:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True


def mac(text: bytes, *, key: bytes | None = None) -> bytes:
    """HMAC-SHA-256 with the installation's own key, held in memory once it was read."""
    return hmac.digest(key or _mac_key(settings.SEAL_KEYS_FILE), text, "sha256")


@cache
def _mac_key(path: Path | str) -> bytes:
    key = load(Path(path)).mac
    if key is None:
        raise Refused(seal_problems.SEAL_KEYS_PUBLIC)
    return key


def exported(keys: SealKeys) -> dict[str, Any]:
    """The public halves as JSON: what somebody needs who verifies elsewhere, and nothing that signs."""
    return _said(replace(keys, mac=None, keys=tuple(replace(key, private=None) for key in keys.keys)))


def _draft(path: Path, keys: SealKeys) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".seal-keys-{os.getpid()}-{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        json.dump(_said(keys), out, indent=1)
        out.flush()
        os.fsync(out.fileno())
    return draft


def _said(keys: SealKeys) -> dict[str, Any]:
    said: dict[str, Any] = {
        "lianfang": "seal keys",
        "form": _FORM,
        "installation": str(keys.installation),
        "made_at": keys.made_at.isoformat(),
        "keys": [_key_said(key) for key in keys.keys],
    }
    if keys.mac is not None:
        said["mac"] = base64.b64encode(keys.mac).decode()
    return said


def _key_said(key: Key) -> dict[str, Any]:
    said: dict[str, Any] = {"fingerprint": key.fingerprint, "public": base64.b64encode(key.public).decode()}
    if key.private is not None:
        said["private"] = base64.b64encode(key.private).decode()
    for name in ("valid_from", "valid_to", "revoked_at"):
        at: datetime | None = getattr(key, name)
        said[name] = None if at is None else at.isoformat()
    return said | {"reason": key.reason}


def _read(said: Any) -> SealKeys:
    if said["lianfang"] != "seal keys" or said["form"] != _FORM:
        raise ValueError("not a file of seal keys in a form that we know")
    keys = tuple(_key_read(one) for one in _whole(said["keys"]))
    mac_key = base64.b64decode(said["mac"], validate=True) if "mac" in said else None
    if mac_key is not None and len(mac_key) != 32:
        raise ValueError("the key of the running digest has another length")
    return SealKeys(UUID(said["installation"]), datetime.fromisoformat(said["made_at"]), keys, mac_key)


def _whole(listed: Any) -> Iterable[Any]:
    if not isinstance(listed, list) or not listed:
        raise ValueError("no key at all")
    return listed


def _key_read(one: Any) -> Key:
    public = base64.b64decode(one["public"], validate=True)
    private = base64.b64decode(one["private"], validate=True) if "private" in one else None
    if private is not None:
        # What stands beside a private half may have been altered; what follows from it cannot.
        public = Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
    moments = {name: one[name] and datetime.fromisoformat(one[name]) for name in ("valid_from", "valid_to")}
    revoked_at = one.get("revoked_at") and datetime.fromisoformat(one["revoked_at"])
    if fingerprint_of(public) != one["fingerprint"]:
        raise ValueError("a fingerprint that is not its key's")
    return Key(public, private, moments["valid_from"], moments["valid_to"], revoked_at, one.get("reason"))
