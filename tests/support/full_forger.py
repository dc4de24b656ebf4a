"""tests · support: somebody who has everything, the key file too: changes one entry and makes all after it fit again.

Digests that later entries, reports and receipts quote are exchanged with it, so that nothing inside contradicts.
"""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lianfang.kernel import digest, heads, signing, sql_batch, witness
from lianfang.kernel.seals import NO_SEAL_BEFORE
from lianfang.kernel.signing import SealKeys

_NAMES = [name for name, _ in sql_batch.COLUMNS]
_SELECT = "SELECT " + ", ".join("data::text" if name == "data" else name for name in _NAMES) + " FROM ledger_entry"
_QUOTED = re.compile(r"LIANFANG:1:[0-9A-F:-]{100,}|[0-9a-f]{64}")


class FullForger:
    """Works as superuser with triggers off, on one connection; signs with the current key of `keys`."""

    def __init__(self, link: psycopg.Connection[Any], keys: SealKeys) -> None:
        self.link, self.keys = link, keys
        private = keys.current.private
        assert private is not None
        self.signer = Ed25519PrivateKey.from_private_bytes(private)
        self.exchanged: dict[str, str] = {}

    def change(self, entry: UUID, was: str, becomes: str) -> None:
        """Changes a sealed entry's data and makes everything fit again: digests, quotations, seals, heads, MACs."""
        statement = "UPDATE ledger_entry SET data = replace(data::text, %s, %s)::json WHERE id = %s"
        self.link.execute(statement, (was, becomes, entry))
        self._entries("id = %s", entry)
        before, chains, total = NO_SEAL_BEFORE, {}, 0
        for row in self.link.execute(f"SELECT {heads.COLUMNS} FROM ledger_head ORDER BY day").fetchall():
            head = heads.of_row(row)
            self._entries("recorded_at >= %s AND recorded_at < %s", head.from_at, head.to_at)
            made = self._units(head, chains)
            total += sum(count for _, count in made)
            before = self._head(head, made, total, before)
        self._entries("recorded_at >= (SELECT max(to_at) FROM ledger_head)")
        self._links()

    def _entries(self, where: str, *values: Any) -> None:
        """Exchanges what these entries quote, in the order of their recording, and digests them again."""
        found = self.link.execute(f"{_SELECT} WHERE {where} ORDER BY recorded_at, id", values).fetchall()
        for row in found:
            said = dict(zip(_NAMES, row, strict=True))
            said["data"] = _QUOTED.sub(lambda one: self.exchanged.get(one[0], one[0]), said["data"])
            old = bytes(said.pop("digest"))
            made = digest.of_entry(**{"entry" if name == "id" else name: value for name, value in said.items()})
            if made != old:
                self.exchanged[old.hex()] = made.hex()
                statement = "UPDATE ledger_entry SET data = %s, digest = %s WHERE id = %s"
                self.link.execute(statement, (said["data"], made, said["id"]))

    def _units(self, head: heads.Head, chains: dict[str, tuple[bytes, int]]) -> list[tuple[bytes, int]]:
        digests: dict[str, list[bytes]] = {}
        for unit, one in self.link.execute(
            "SELECT unit, digest FROM ledger_entry WHERE recorded_at >= %s AND recorded_at < %s "
            "ORDER BY unit, recorded_at, id",
            (head.from_at, head.to_at),
        ):
            digests.setdefault(unit, []).append(bytes(one))
        made = []
        for seal, unit, path, old in self.link.execute(
            'SELECT id, unit, path, digest FROM ledger_seal WHERE day = %s ORDER BY unit COLLATE "C"', (head.day,)
        ).fetchall():
            leaves = digests.get(unit, [])
            previous, so_far = chains.get(unit, (NO_SEAL_BEFORE, 0))
            root, total = digest.merkle_root(leaves), so_far + len(leaves)
            text = digest.seal_text(
                unit, path, head.day.isoformat(), head.from_at, head.to_at, len(leaves), total, root, previous
            )
            chains[unit] = digest.of_text(text), total
            self.exchanged[bytes(old).hex()] = digest.of_text(text).hex()
            self.link.execute(
                "UPDATE ledger_seal SET entries = %s, total = %s, root = %s, previous = %s, digest = %s WHERE id = %s",
                (len(leaves), total, root, previous, digest.of_text(text), seal),
            )
            made.append((digest.of_text(text), len(leaves)))
        return made

    def _head(self, head: heads.Head, made: list[tuple[bytes, int]], total: int, before: bytes) -> bytes:
        count, root = sum(count for _, count in made), digest.merkle_root([one for one, _ in made])
        text = digest.head_text(
            self.keys.installation, head.day.isoformat(), head.from_at, head.to_at, head.sealed_at, len(made), count,
            total, 0, 0, root, before,
        )  # fmt: skip
        self.link.execute(
            "UPDATE ledger_head SET units = %s, entries = %s, total = %s, root = %s, previous = %s, digest = %s, "
            "key = %s, signature = %s WHERE day = %s",
            (len(made), count, total, root, before, digest.of_text(text), self.keys.current.fingerprint,
             self.signer.sign(text), head.day),
        )  # fmt: skip
        row = self.link.execute(f"SELECT {heads.COLUMNS} FROM ledger_head WHERE day = %s", (head.day,)).fetchone()
        assert row is not None
        now = heads.of_row(row)
        self.exchanged[head.digest.hex()] = now.digest.hex()
        old, new = (witness.compact(one, self.keys.installation) for one in (head, now))
        self.exchanged[old] = new
        return now.digest

    def _links(self) -> None:
        """The running digest over the open day, with the key that lay beside the other."""
        rows = self.link.execute(
            f"SELECT {', '.join(sql_batch.LINK)} FROM ledger_running ORDER BY writer, number"
        ).fetchall()
        last: dict[UUID, bytes] = {}
        for writer, number, at, entries, *_ in rows:
            digests = self.link.execute("SELECT digest FROM ledger_entry WHERE id = ANY(%s)", (entries,)).fetchall()
            over, previous = digest.accumulated([bytes(one[0]) for one in digests]), last.get(writer, NO_SEAL_BEFORE)
            text = digest.running_text(writer, number, at, entries, over, previous)
            last[writer] = signing.mac(text, key=self.keys.mac)
            self.link.execute(
                "UPDATE ledger_running SET accumulated = %s, previous = %s, mac = %s WHERE writer = %s AND number = %s",
                (over, previous, last[writer], writer, number),
            )
