"""playbook · start: the playbook by which a process begins; what it declares is registered before anything is asked."""

from __future__ import annotations

import warnings
from functools import cache

from django.db import DatabaseError, connection

from lianfang.playbook.current import current, named
from lianfang.playbook.playbook import Playbook


@cache
def at_start() -> Playbook:
    """The playbook in force when this process began; the kinds that it declares are those that this process knows.

    Where the database does not answer yet it is the one that the settings name. No connection is left open: whoever
    forks afterwards must not share it.
    """
    try:
        with warnings.catch_warnings():
            # Django warns of whoever asks the database while its applications begin: here that is the point.
            warnings.filterwarnings("ignore", "Accessing the database during app initialization", RuntimeWarning)
            return current()
    except DatabaseError:
        return named()
    finally:
        if not connection.in_atomic_block:
            connection.close()
