"""kernel · tests' attacker: owns the database whole, recomputes whatever can be recomputed, and has no key file."""

from __future__ import annotations

from typing import Any

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lianfang.kernel import digest, heads, sql_batch
from lianfang.kernel.seals import NO_SEAL_BEFORE

_COLUMNS = ", ".join("data::text" if name == "data" else name for name, _ in sql_batch.COLUMNS[:-1])


class Attacker:
    """Works as superuser with triggers off."""

    def __init__(self, link: psycopg.Connection[Any]) -> None:
        self.link = link
        link.execute("SET session_replication_role = replica")

    def run(self, statement: str, *values: Any) -> int:
        """Changes something; gives how many rows."""
        return self.link.execute(statement, values).rowcount  # type: ignore[call-overload, no-any-return]

    def value(self, statement: str, *values: Any) -> Any:
        found = self.link.execute(statement, values).fetchone()  # type: ignore[call-overload]
        return found[0] if found else None

    def forge(self, like: Any, into: Any, **changes: Any) -> None:
        """An entry as if it had been recorded: a copy of one, with another id, some columns changed, a right digest."""
        self.run("CREATE TEMP TABLE IF NOT EXISTS forged (LIKE ledger_entry)")
        self.run("DELETE FROM forged")
        self.run("INSERT INTO forged SELECT * FROM ledger_entry WHERE id = %s", like)
        for name, value in {"id": into, **changes}.items():
            self.run(f"UPDATE forged SET {name} = %s", value)
        self.run("INSERT INTO ledger_entry SELECT * FROM forged")
        self.redigest()

    def redigest(self) -> None:
        """Gives every entry the digest of its content."""
        for row in self.link.execute(f"SELECT {_COLUMNS} FROM ledger_entry").fetchall():
            self.run("UPDATE ledger_entry SET digest = %s WHERE id = %s", digest.of_entry(*row), row[0])

    def reseal(self) -> None:
        """Makes every seal and head again to fit what stands, and signs with a key of the attacker's own."""
        self._reseal_units()
        installation = self.value("SELECT id FROM kernel_installation")
        mine, before, total = Ed25519PrivateKey.generate(), NO_SEAL_BEFORE, 0
        for row in self.link.execute(f"SELECT {heads.COLUMNS} FROM ledger_head ORDER BY day").fetchall():
            head = heads.of_row(row)
            units = self.link.execute(
                'SELECT digest, entries FROM ledger_seal WHERE day = %s ORDER BY unit COLLATE "C"', (head.day,)
            ).fetchall()
            entries = sum(each[1] for each in units)
            total += entries
            root = digest.merkle_root([each[0] for each in units])
            text = digest.head_text(
                installation, head.day.isoformat(), head.from_at, head.to_at, head.sealed_at, len(units), entries,
                total, 0, 0, root, before,
            )  # fmt: skip
            self.run(
                "UPDATE ledger_head SET units = %s, entries = %s, total = %s, unheld = 0, missing = 0, root = %s, "
                "previous = %s, digest = %s, signature = %s WHERE day = %s",
                len(units), entries, total, root, before, digest.of_text(text), mine.sign(text), head.day,
            )  # fmt: skip
            before = digest.of_text(text)

    def _reseal_units(self) -> None:
        chains: dict[str, tuple[bytes, int]] = {}
        rows = self.link.execute(
            "SELECT id, unit, path, day, from_at, to_at FROM ledger_seal ORDER BY unit, day"
        ).fetchall()
        for seal, unit, path, day, from_at, to_at in rows:
            digests = [
                row[0]
                for row in self.link.execute(
                    "SELECT digest FROM ledger_entry WHERE unit = %s AND recorded_at >= %s AND recorded_at < %s "
                    "ORDER BY recorded_at, id",
                    (unit, from_at, to_at),
                )
            ]
            previous, so_far = chains.get(unit, (NO_SEAL_BEFORE, 0))
            root, total = digest.merkle_root(digests), so_far + len(digests)
            made = digest.of_text(
                digest.seal_text(unit, path, day.isoformat(), from_at, to_at, len(digests), total, root, previous)
            )
            self.run(
                "UPDATE ledger_seal SET entries = %s, total = %s, root = %s, previous = %s, digest = %s WHERE id = %s",
                len(digests), total, root, previous, made, seal,
            )  # fmt: skip
            chains[unit] = (made, total)
