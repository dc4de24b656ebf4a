"""config · front: how many connections, for how long, and how large; and whose address is not counted."""

from __future__ import annotations

import ipaddress
import resource
from contextlib import suppress
from dataclasses import dataclass

from lianfang.config.forwarded import Address
from lianfang.config.supervisor.faults import CommandFault

MEBIBYTE = 1 << 20
# Six connections of each browser of an office of 250 behind one address.
PER_ADDRESS = 1500
# A browser alone holds six.
LEAST_PER_ADDRESS = 8
FILES_WANTED = 32768
# What a process needs beside its connections: the database, logs, the files being sent.
FILES_OTHER = 256


@dataclass(frozen=True)
class Bounds:
    """What one web process grants. Time is counted in whole heads and bodies, not between two bytes."""

    connections: int = FILES_WANTED - FILES_OTHER
    per_address: int = PER_ADDRESS
    # Nothing under way: a new connection that says nothing, or a browser that keeps one for the next page.
    idle_seconds: float = 75.0
    head_seconds: float = 20.0
    head_bytes: int = 65536
    # A body may take this long, and longer only as far as it really arrives at this rate.
    body_seconds: float = 30.0
    body_bytes_per_second: int = 4096
    body_bytes: int = 64 * MEBIBYTE
    # What all bodies of one address, and of all addresses, may fill while they arrive.
    held_bytes_per_address: int = 256 * MEBIBYTE
    held_bytes: int = 1024 * MEBIBYTE
    # No body and no answer takes longer than this, however steadily it trickles.
    request_seconds: float = 900.0
    # A reader who takes nothing for this long is gone.
    unread_seconds: float = 30.0


def per_address(word: str) -> int:
    """How many connections one address may hold, as the settings say. Raises CommandFault for what is no number."""
    number = int(word) if word.isascii() and word.isdigit() and len(word) < 8 else 0
    if word and number < LEAST_PER_ADDRESS:
        raise CommandFault(
            f"LIANFANG_PER_ADDRESS={word} 无效；请写不小于 {LEAST_PER_ADDRESS} 的整数。",
            f"LIANFANG_PER_ADDRESS={word} is of no use; write a whole number of {LEAST_PER_ADDRESS} or more.",
        )
    return number or PER_ADDRESS


def of_this_process(wanted: int) -> Bounds:
    """The bounds that this machine allows, after asking it for as many open files as it gives."""
    connections = max(64, _open_files() - FILES_OTHER)
    # One address never has more than a quarter of what there is.
    return Bounds(connections=connections, per_address=min(wanted, connections // 4))


def _open_files() -> int:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = FILES_WANTED if hard == resource.RLIM_INFINITY else min(hard, FILES_WANTED)
    if soft != resource.RLIM_INFINITY and soft < most:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return FILES_WANTED if soft == resource.RLIM_INFINITY else min(soft, FILES_WANTED)


def counted_as(address: Address | None) -> str:
    """By what an address is counted: an IPv6 customer has a whole /64, so it is that."""
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((int(address) >> 64 << 64, 64)))
    return str(address or "")
