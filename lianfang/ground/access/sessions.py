"""access · sessions: a session is known by its key, and the database knows only a fingerprint of that.

The application's role reaches a session through functions that ask for the fingerprint (migrations/fence.sql) and lists
none; the data is signed for its own key, so that a copy opens nothing under another.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.db import connection

from lianfang.kernel import clock


class SessionStore(DatabaseSessions):
    """Django's sessions in the database, under fingerprints."""

    @property
    def key_salt(self) -> str:
        """What the signature is bound to."""
        return f"lianfang.session.{self.session_key}"

    def load(self) -> dict[str, Any]:
        """The session's data; none, and no key any more, where it is not known."""
        said = _ask("SELECT access_session_read(%s)", fingerprint(self.session_key or ""))
        if said is None:
            self._session_key = None
            return {}
        loaded: dict[str, Any] = self.decode(said)
        return loaded

    def exists(self, session_key: str) -> bool:
        """Whether the key is taken."""
        return bool(_ask("SELECT access_session_known(%s)", fingerprint(session_key)))

    def save(self, must_create: bool = False) -> None:
        """As Django does: `CreateError` for a key that is taken, `UpdateError` for a session ended meanwhile."""
        if self.session_key is None:
            self.create()
            return
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        key = fingerprint(self._get_or_create_session_key())  # type: ignore[attr-defined]
        written = _ask(
            "SELECT access_session_write(%s, %s, %s, %s)", key, self.encode(data), self.get_expiry_date(), must_create
        )
        if not written:
            raise CreateError if must_create else UpdateError

    def delete(self, session_key: str | None = None) -> None:
        """Ends a session: this one, or that of the key."""
        ended = session_key or self.session_key
        if ended is not None:
            _ask("SELECT access_session_end(%s)", fingerprint(ended))

    @classmethod
    def clear_expired(cls) -> None:
        """Takes away what has run out."""
        _ask("SELECT access_session_end(NULL)")


def fingerprint(key: str) -> str:
    """By what the database knows the key: 160 bits of its SHA-256."""
    return hashlib.sha256(key.encode()).hexdigest()[:40]


def signed_in(sender: object, user: Any, **_: Any) -> None:
    """Dates a sign-in by this installation's clock, which everything else that is shown goes by."""
    user.last_login = clock.current().now()
    user.save(update_fields=["last_login"])


def _ask(statement: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]
