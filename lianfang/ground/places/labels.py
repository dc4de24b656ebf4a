"""places · labels: what only the printed label of a place says, so that whoever sends it has read it there.

A label holds the address of the place with a token: an HMAC over the place's code and the label's mark, with a key that
is not in the database. A new label has a new mark, and with it every older one is good no more. The kernel asks
`labels_read` which tokens were read from the labels that hang there now.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Collection
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.db import connection

from lianfang.kernel.scope import acting_actor

_BYTES = 12


def tokens(codes: Collection[str]) -> dict[str, str]:
    """What the labels of these places say now, of those in the actor's scope: for whoever prints them."""
    return {code: _token(code, mark) for code, mark in _marks(codes).items()}


def labels_read(shown: Collection[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """Those of the pairs of place and token that were read from a label which is good now: the kernel's question."""
    now = tokens({place for place, _ in shown})
    return frozenset(
        (place, token)
        for place, token in shown
        if place in now and hmac.compare_digest(now[place].encode(), token.encode(errors="replace"))
    )


def taken_apart(scanned: str) -> tuple[str, str]:
    """The address, or the code alone, that a scanned text begins with, and the token that it holds (or none)."""
    parts = urlsplit(scanned)
    return scanned.partition("?")[0], next(iter(parse_qs(parts.query).get("k", [])), "")


def _token(code: str, mark: str) -> str:
    said = f"lianfang label 1\n{code}\n{mark}".encode()
    made = hmac.digest(settings.LABEL_KEY, said, hashlib.sha256)[:_BYTES]
    return base64.urlsafe_b64encode(made).decode()


def _marks(codes: Collection[str]) -> dict[str, str]:
    acting_actor()
    known = [code for code in codes if "\0" not in code]
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, mark FROM places_label_marks(%s)", (known,))
        return dict(cursor.fetchall())
