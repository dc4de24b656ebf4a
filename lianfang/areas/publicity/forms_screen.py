"""publicity · forms of screens: at which place one stands, and why one ends."""

from __future__ import annotations

from lianfang.kernel.words import w
from lianfang.shell import asking
from lianfang.shell.forms import ActForm


class ScreenForm(ActForm):
    """A screen gets an address."""

    place = asking.choice("位置", "Where")
    note = asking.line(
        "由谁管、怎样开关", "Who keeps it, and how",
        w("如：门岗管，早7点开、晚10点关", "For instance: the gate; on at 7, off at 22"), required=False,
    )  # fmt: skip


class AgainForm(ActForm):
    """A screen gets another address."""

    note = asking.line("由谁管、怎样开关", "Who keeps it, and how", required=False)
