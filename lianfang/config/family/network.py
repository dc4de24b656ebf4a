"""config · family: may we answer at this address, do we answer there, and can strangers reach it."""

from __future__ import annotations

import ipaddress
import socket
import urllib.error
import urllib.request
from collections.abc import Mapping

from lianfang.config.family.faults import FamilyFault

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


def port_is_free(host: str, port: int) -> None:
    """Raises FamilyFault when we could not answer at this address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as fault:
            why = getattr(fault, "strerror", None) or fault
            raise FamilyFault(
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
