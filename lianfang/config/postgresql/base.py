"""config · postgresql: a connection that is kept between requests is looked at before it is used again."""

from __future__ import annotations

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A server that went away has closed our socket or said goodbye on it: then there is something to read.

    Django would send `SELECT 1` before the first query of every request. Here it does so only where there is
    something to read on an idle connection, which may also be a harmless notice.
    """

    def is_usable(self) -> bool:
        """Whether the kept connection can be used."""
        link = self.connection
        if link is None or link.closed:
            return False
        watch = select.poll()
        watch.register(link.fileno(), select.POLLIN)
        return not watch.poll(0) or bool(super().is_usable())
