"""config · forwarded: from where a request comes, which only a proxy that the settings name may say for another.

Whoever connects is the client. Where that is one of ``LIANFANG_PROXIES``, it is believed about whom it speaks for:
the chain in X-Forwarded-For is read from the right, past every proxy that is ours, to the first address that is not.
What stands further left was written by strangers.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from lianfang.config.supervisor.faults import CommandFault

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_CHAIN, _PROTO, _HOST = "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST"
_SAID = (_CHAIN, _PROTO, _HOST, "HTTP_X_FORWARDED_PORT", "HTTP_FORWARDED")


def networks(words: Iterable[str]) -> tuple[Network, ...]:
    """The proxies of the settings, each an address or a network. Raises CommandFault for any other word."""
    found = []
    for word in words:
        try:
            found.append(ipaddress.ip_network(word))
        except ValueError as error:
            raise CommandFault(
                f"LIANFANG_PROXIES 中的 {word!r} 不是地址或网段；应如 10.0.0.5 或 10.0.0.0/24。",
                f"{word!r} in LIANFANG_PROXIES is no address or network; write 10.0.0.5 or 10.0.0.0/24.",
            ) from error
    return tuple(found)


def client_address(request: HttpRequest) -> str:
    """The address that everything counts by which limits somebody; empty where the connection has none."""
    return str(request.META.get("REMOTE_ADDR", ""))


class Forwarded:
    """Puts what a trusted proxy says in the place of its own address; from anybody else it is taken off unread."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on a request in which nothing stands that nobody vouches for."""
        meta = request.META
        said = {name: meta.pop(name) for name in _SAID if name in meta}
        nearest = address(str(meta.get("REMOTE_ADDR", "")))
        if nearest is not None:
            if said and among(nearest, settings.PROXIES):
                nearest = behind(nearest, said.get(_CHAIN, ""), settings.PROXIES)
                if _PROTO in said:
                    meta[_PROTO] = _last(said[_PROTO])
                if _HOST in said:
                    meta["HTTP_HOST"] = _last(said[_HOST])
            meta["REMOTE_ADDR"] = str(nearest)
        return self.get_response(request)


def behind(nearest: Address, chain: str, proxies: Sequence[Network]) -> Address:
    """The first address from the right that is no proxy of ours; one that cannot be read ends the chain."""
    for word in reversed(chain.split(",")):
        hop = address(word.strip())
        if hop is None:
            return nearest
        nearest = hop
        if not among(hop, proxies):
            return nearest
    return nearest


def among(one: Address, proxies: Sequence[Network]) -> bool:
    """Whether an address is a proxy's."""
    return any(one in network for network in proxies)


def address(word: str) -> Address | None:
    """An address as proxies write it: alone, with a port, or in brackets."""
    if word.startswith("["):
        word = word[1:].partition("]")[0]
    elif word.count(":") == 1:
        word = word.partition(":")[0]
    with suppress(ValueError):
        found = ipaddress.ip_address(word)
        return getattr(found, "ipv4_mapped", None) or found
    return None


def _last(words: str) -> str:
    """What the proxy nearest to us added."""
    return words.rpartition(",")[2].strip()
