"""config · loaded: Django set up in a process of ours: everything is loaded once, and stays."""

from __future__ import annotations

import gc

# Objects made beyond those thrown away, searches of the young, searches of the middle-aged: what the next search of
# garbage waits for. Python's own 700, 10 and 10 search several times for each page, which costs a tenth of it.
_SEARCHED_AFTER = (50_000, 20, 50)


def load() -> None:
    """Sets Django up. Nothing of what is loaded here is ever thrown away: looking for garbage in it, now or whenever
    the process works, costs a sixth of the start."""
    import django

    working = gc.isenabled()
    gc.disable()
    try:
        django.setup()
        gc.freeze()
        search_seldom()
    finally:
        if working:
            gc.enable()


def search_seldom() -> None:
    """From here on this process looks for garbage every few pages: nearly all of a page is gone by itself, and what
    holds itself in a circle waits for a few megabytes of its kind."""
    gc.set_threshold(*_SEARCHED_AFTER)
