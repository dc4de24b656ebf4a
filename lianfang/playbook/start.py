"""playbook · start: the playbook by which a process begins; what it declares is registered before anything is asked."""

from __future__ import annotations

import time
import warnings
from functools import cache

from django.db import DatabaseError, connection

from lianfang.playbook.current import current, named
from lianfang.playbook.faults import Unreadable
from lianfang.playbook.playbook import Playbook

PATIENCE_SECONDS = 10.0
_serves = False


def serves() -> None:
    """Said by a process that serves, before it loads anything: it then begins by what is in force or not at all.

    By the playbook that the settings name it would refuse another's records for as long as it lives.
    """
    global _serves
    _serves = True


@cache
def at_start() -> Playbook:
    """The playbook in force when this process began; the kinds that it declares are those that this process knows.

    Where the database does not answer, or this program cannot read what is in force, it is the one that the settings
    name; a process that `serves` waits a while, and raises the error then. No connection is left open: whoever forks
    afterwards must not share it.
    """
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with warnings.catch_warnings():
                # Django warns of whoever asks the database while its applications begin: here that is the point.
                warnings.filterwarnings("ignore", "Accessing the database during app initialization", RuntimeWarning)
                return current()
        except Unreadable:
            if not _serves:  # whoever applies an edition that can be read must be able to begin
                return named()
            raise
        except DatabaseError:
            if not _serves:
                return named()
            if time.monotonic() > until:
                raise
        finally:
            if not connection.in_atomic_block:
                connection.close()
        time.sleep(0.1)
