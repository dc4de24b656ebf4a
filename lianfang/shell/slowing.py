"""shell · slowing: how often one address may do something that anybody may do, such as guess a code or send a form.

Counts stand in the database's cache, by a digest of the address, and are forgotten when their span is over. They keep
nobody from anything elsewhere: whoever sends too much waits alone.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many times in each span of so many seconds, from one address."""

    name: str
    most: int
    seconds: int

    def reached(self, request: HttpRequest) -> bool:
        """Whether this address has done it as often as it may; counts nothing."""
        return int(cache.get(self._key(request), 0)) >= self.most

    def count(self, request: HttpRequest) -> bool:
        """Counts once more; True where that is more than it may."""
        key = self._key(request)
        cache.add(key, 0, 2 * self.seconds)
        try:
            return cache.incr(key) > self.most
        except ValueError:  # it was forgotten in between
            return False

    def _key(self, request: HttpRequest) -> str:
        address = hashlib.sha256(request.META.get("REMOTE_ADDR", "").encode()).hexdigest()[:16]
        return f"{self.name}:{address}:{int(time.time()) // self.seconds}"
