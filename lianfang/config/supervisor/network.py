"""config · supervisor: may we answer at this address, do we answer there, and can strangers reach it."""

from __future__ import annotations

import errno
import ipaddress
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Mapping

from lianfang.config.supervisor.faults import CommandFault

# In which environment variable the web finds the number of its listening socket.
LISTEN = "LIANFANG_LISTEN"
# How many connections may wait to be let in.
BACKLOG = 4096
# Whoever sets one of these means the site for others, wherever the server itself listens.
_OPENING = ("LIANFANG_HOSTS", "LIANFANG_ORIGINS", "LIANFANG_HTTPS", "LIANFANG_PROXIES")


def opened_to_others(environ: Mapping[str, str]) -> list[str]:
    """The settings by which others than this machine reach the site; none of them set is a site of our own."""
    return [name for name in _OPENING if environ.get(name, "").strip(" ,") not in {"", "0"}]


def loopback(host: str) -> bool:
    """Whether only this machine can reach us at `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def bound(host: str, port: int, *, patience_seconds: float = 0.0) -> socket.socket:
    """The socket of this address, ours from now on, nobody let in yet.

    Somebody who has it is waited for only so long. Raises CommandFault when we cannot answer there.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    end = time.monotonic() + patience_seconds
    while True:
        one = socket.socket(family, socket.SOCK_STREAM)
        try:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            one.bind((host, port))
            return one
        except (OSError, OverflowError) as fault:
            one.close()
            if getattr(fault, "errno", None) == errno.EADDRINUSE and time.monotonic() < end:
                time.sleep(0.1)
                continue
            why = getattr(fault, "strerror", None) or fault
            raise CommandFault(
                f"不能在 {host}:{port} 上提供服务（{why}）；请换一个端口，如 PORT=8080。",
                f"Cannot answer on {host}:{port} ({why}); choose another port, such as PORT=8080.",
            ) from fault


def answers(address: str) -> bool:
    """Whether this address gives a good answer right now."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=3) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
