"""shell · sending: addresses that words go out to and the sending, by apprise; what it says never holds the address."""

from __future__ import annotations

import logging
import re
import warnings
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from django.conf import settings

from lianfang.kernel import keyring
from lianfang.kernel.problems import Refused
from lianfang.kernel.words import Words, w
from lianfang.shell.problems import BAD_ADDRESS

# Only services that carry words to people. What opens files, runs programs or shouts on this machine is left out.
SERVICES: dict[str, Words] = {
    "wecombot": w("企业微信", "WeCom"),
    "dingtalk": w("钉钉", "DingTalk"),
    "feishu": w("飞书", "Feishu"),
    "lark": w("Lark", "Lark"),
    "mailto": w("邮件", "Mail"),
    "mailtos": w("邮件（加密）", "Mail (TLS)"),
    "json": w("JSON 接口", "JSON hook"),
    "jsons": w("JSON 接口（加密）", "JSON hook (TLS)"),
    "form": w("表单接口", "Form hook"),
    "forms": w("表单接口（加密）", "Form hook (TLS)"),
}
_MODULES = {
    "wecombot": "wecombot", "dingtalk": "dingtalk", "feishu": "feishu", "lark": "lark", "mailto": "email",
    "mailtos": "email", "json": "custom_json", "jsons": "custom_json", "form": "custom_form", "forms": "custom_form",
}  # fmt: skip
_LONGEST = 2000
_FAILURE_LONGEST = 300
_SHORT = 4  # parts of an address shorter than this tell nothing

# Its own log names hosts and tokens; what went wrong is told by us, without them.
_log = logging.getLogger("apprise")
_log.propagate = False
_log.addHandler(logging.NullHandler())


class NotDelivered(Exception):
    """The channel did not take the message; `reason` holds nothing of its address."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Address:
    """What may be known of a channel's address: its service, and a fingerprint that tells two of them apart."""

    service: str
    fingerprint: str


def read(url: str) -> Address:
    """What a typed address is. Raises `bad_address`."""
    text = url.strip()
    service = text.partition("://")[0].lower()
    if service not in SERVICES or len(text) > _LONGEST or _instance(text) is None:
        raise Refused(BAD_ADDRESS)
    return Address(service, f"k{keyring.blind(text).hex()[:7]}")


def conceal(purpose: str, of: object, url: str) -> str:
    """The address under the house's key for a purpose (`alerts.channel`), readable for this one thing only."""
    return keyring.conceal(keyring.house_key(purpose), str(of), url.strip())


def reveal(purpose: str, of: object, concealed: str) -> str | None:
    """The address again; None where the key of this house does not fit."""
    return keyring.reveal(keyring.house_key(purpose), str(of), concealed)


def send(url: str, title: str, body: str, attached: Path | None = None) -> None:
    """Sends one message, with a file where the service carries files. Raises `NotDelivered`."""
    import apprise  # takes a twentieth of a start, and few processes send anything

    one = _instance(url)
    if one is None:
        raise NotDelivered("address not understood by this version")
    with apprise.LogCapture(level=logging.WARNING, fmt="%(message)s") as said:
        try:
            file = str(attached) if attached and one.attachment_support else None
            sent = bool(one.notify(body=body, title=title, attach=file))
        except Exception as fault:
            # Whatever a plugin trips over is a message that did not arrive, and is tried again.
            raise NotDelivered(scrubbed(f"{type(fault).__name__}: {fault}", url)) from None
        words = said.getvalue()
    if not sent:
        raise NotDelivered(scrubbed(words, url) or "not accepted")


def scrubbed(text: str, url: str) -> str:
    """The words without any part of the address, on one line."""
    parts = {part for piece in (url, unquote(url)) for part in re.split(r"[:/?&=@,]+", piece) if len(part) >= _SHORT}
    for part in sorted(parts - set(SERVICES), key=len, reverse=True):
        text = re.sub(re.escape(part), "***", text, flags=re.IGNORECASE)
    return " ".join(text.split())[:_FAILURE_LONGEST]


def base_address() -> str:
    """Where the console is reached from outside, for links in messages; empty where nobody said."""
    origins = settings.CSRF_TRUSTED_ORIGINS
    return str(origins[0]).rstrip("/") if origins else ""


def _instance(url: str) -> Any:
    """The plugin for an address, or None where it is not understood.

    Its class is taken directly: looking it up by its scheme would load more than a hundred plugins.
    """
    service = url.partition("://")[0].lower()
    if service not in _MODULES:
        return None
    import apprise

    found = _plugin(_MODULES[service])
    try:
        parts = found.parse_url(url)
        if not parts:
            return None
        asset = apprise.AppriseAsset(app_id="Lianfang", app_desc="联防", app_url="", secure_logging=True)
        return found(**{**parts, "asset": asset})
    except Exception:
        # Plugins refuse an address with whatever exception came to them; its words may hold the address.
        return None


@cache
def _plugin(module: str) -> Any:
    """The class of a service: the one of its module that sends."""
    with warnings.catch_warnings():  # one of them asks for a module that Python gave up
        warnings.simplefilter("ignore", DeprecationWarning)
        loaded = import_module(f"apprise.plugins.{module}")
    classes = [one for name, one in vars(loaded).items() if name.startswith("Notify") and isinstance(one, type)]
    return next(one for one in classes if one.__module__.startswith(f"apprise.plugins.{module}"))
