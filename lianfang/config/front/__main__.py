"""config · front: `python -m lianfang.config.front`: the web, on a listening socket that whoever starts it opened."""

from __future__ import annotations

import gc
import logging
import os
import socket

from lianfang.config.supervisor import network, pulse

PROCESSES, THREADS = 2, 8


def main() -> None:
    """Load the application once, then keep the web processes until told to stop."""
    listening = socket.socket(fileno=int(os.environ.pop(network.LISTEN)))
    heard, lifeline = pulse.inherited(pulse.PULSE), pulse.inherited(pulse.LIFELINE)
    # Nothing of what is loaded here is ever thrown away: looking for garbage in it costs a third of the start.
    gc.disable()
    from lianfang.playbook import start

    start.serves()
    from lianfang.config import loaded
    from lianfang.config.wsgi import application

    _load_the_rest()
    gc.freeze()
    loaded.search_seldom()
    gc.enable()

    from django.conf import settings
    from django.db import connections

    from lianfang.config.front import bounds
    from lianfang.config.front.master import Master
    from lianfang.config.front.serving import Serving

    # What clients send wrongly is theirs; it would fill our log.
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    granted = bounds.of_this_process(settings.PER_ADDRESS)

    def serve(beat: object) -> None:
        Serving(
            application,
            bounds=granted,
            threads=THREADS,
            cookie=settings.SESSION_COOKIE_NAME,
            proxies=settings.PROXIES,
            beat=beat,  # type: ignore[arg-type]
        ).run(listening, lifeline)

    connections.close_all()
    Master(PROCESSES, serve, lambda: pulse.beat(heard), lifeline).run()


def _load_the_rest() -> None:
    """What the first requests would otherwise load, in each process again."""
    from django.db.migrations.loader import MigrationLoader
    from django.urls import get_resolver

    _ = get_resolver().url_patterns
    MigrationLoader(None)


if __name__ == "__main__":
    main()
