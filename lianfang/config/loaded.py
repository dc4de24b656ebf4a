"""config · loaded: Django set up in a process of ours: everything is loaded once, and stays."""

from __future__ import annotations

import gc


def load() -> None:
    """Sets Django up. Nothing of what is loaded here is ever thrown away: looking for garbage in it, now or whenever
    the process works, costs a sixth of the start."""
    import django

    working = gc.isenabled()
    gc.disable()
    try:
        django.setup()
        gc.freeze()
    finally:
        if working:
            gc.enable()
