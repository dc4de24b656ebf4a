"""tests · support: a second verifier of bundles, written from the words of docs/why/seals.md and not from the first.

It shares nothing with `tools/verify_bundle.py` or `lianfang.kernel`: another library for the signature, recursion for
the tree, and formatting of its own for the texts.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def holds(bundle: dict[str, Any], public: str | None = None) -> bool:
    """Whether everything that a bundle says agrees, under its own key or under the one given."""
    seal, head, entries = bundle["seal"], bundle["head"], bundle["entries"]
    key, places = bundle["public"], [(entry["recorded_at"], entry["id"]) for entry in entries]
    window = ("day", "from_at", "to_at")
    return (
        (public is None or public == key)
        and hashlib.sha256(bytes.fromhex(key)).hexdigest().startswith(head["key"])
        and _signed(key, _head(bundle["installation"], head), head["signature"])
        and hashlib.sha256(_head(bundle["installation"], head)).hexdigest() == head["digest"]
        and hashlib.sha256(_seal(seal)).hexdigest() == seal["digest"]
        and _reached(_leaf(seal), bundle["steps"]) == head["adopts" if seal["form"] == 1 else "root"]
        and (seal["form"] == 1 or all(seal[name] == head[name] for name in window))
        and all(_belongs(entry, seal) for entry in entries)
        and places == sorted(set(places))
        and len(entries) == seal["entries"]
        and _tree([hashlib.sha256(_entry(entry)).digest() for entry in entries]).hex() == seal["root"]
    )


def _signed(key: str, text: bytes, signature: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), text)
    except (InvalidSignature, ValueError):
        return False
    return True


def _belongs(entry: dict[str, Any], seal: dict[str, Any]) -> bool:
    empty = [name for name, value in entry.items() if value == "" and name != "data"]
    digested = hashlib.sha256(_entry(entry)).hexdigest() == entry["digest"]
    inside = seal["from_at"] <= entry["recorded_at"] < seal["to_at"]
    return not empty and digested and inside and entry["unit"] == seal["unit"]


def _entry(e: dict[str, Any]) -> bytes:
    text = "lianfang entry 1"
    for name in ("id", "kind", "unit", "path", "place", "person", "stream", "version", "occurred_at", "known_at",
                 "recorded_at", "recorded_by", "origin", "evidence"):  # fmt: skip
        text += "\n" + ("" if e[name] is None else f"{e[name]}")
    text += "\n" + ("exercise" if e["exercise"] is True else "") + "\n" + (e["corrects"] or "") + "\n"
    if e["reason"] is not None:
        text += json.dumps(e["reason"], ensure_ascii=False)
    return (text + "\n" + e["data"]).encode("utf-8")


def _seal(s: dict[str, Any]) -> bytes:
    if s["form"] == 1:
        said = f"{s['unit']}\n{s['day']}\n{s['from_at']}\n{s['to_at']}\n{s['entries']}\n{s['root']}\n{s['previous']}"
        return f"lianfang seal 1\n{said}".encode()
    return (
        f"lianfang seal 2\n{s['unit']}\n{s['path']}\n{s['day']}\n{s['from_at']}\n{s['to_at']}\n"
        f"{s['entries']}\n{s['total']}\n{s['root']}\n{s['previous']}"
    ).encode()


def _leaf(s: dict[str, Any]) -> bytes:
    if s["form"] == 2:
        return bytes.fromhex(s["digest"])
    taken_over = f"lianfang adopted 1\n{s['unit']}\n{s['path']}\n{s['day']}\n{s['sealed_at']}\n{s['digest']}"
    return hashlib.sha256(taken_over.encode()).digest()


def _head(installation: str, h: dict[str, Any]) -> bytes:
    text = (
        f"lianfang head 1\n{installation}\n{h['day']}\n{h['from_at']}\n{h['to_at']}\n{h['sealed_at']}\n{h['units']}\n"
        f"{h['entries']}\n{h['total']}\n{h['unheld']}\n{h['missing']}\n{h['root']}\n{h['previous']}"
    )
    if h["adopts"]:
        text += f"\n{h['adopted']}\n{h['adopts']}"
    return text.encode()


def _tree(digests: list[bytes]) -> bytes:
    """RFC 6962, 2.1: split at the largest power of two that is smaller than the number of leaves."""
    if not digests:
        return hashlib.sha256().digest()
    if len(digests) == 1:
        return hashlib.sha256(b"\0" + digests[0]).digest()
    half = 1 << (len(digests) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + _tree(digests[:half]) + _tree(digests[half:])).digest()


def _reached(leaf: bytes, steps: list[list[str]]) -> str:
    def up(at: bytes, left: list[list[str]]) -> bytes:
        if not left:
            return at
        (side, other), *rest = left
        pair = (bytes.fromhex(other), at) if side == "left" else (at, bytes.fromhex(other))
        return up(hashlib.sha256(b"\1" + b"".join(pair)).digest(), rest)

    return up(hashlib.sha256(b"\0" + leaf).digest(), steps).hex()
