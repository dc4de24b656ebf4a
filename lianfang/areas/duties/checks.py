"""duties · checks: at start, every duty of the playbook names a kind, targets, a role and a figure that exist."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Error

from lianfang.ground.access.roles import Role
from lianfang.kernel.kinds import KINDS
from lianfang.kernel.registry import REGISTRY
from lianfang.playbook.duties import FILE
from lianfang.playbook.loader import Registered, check


def registered() -> Registered:
    """What the cards know of the names that a duty may use, without what one playbook declares itself."""
    return {
        "kind": lambda code: KINDS.get(code) is not None and code not in REGISTRY.declared,
        "sort": lambda code: code in REGISTRY.targets(),
        "role": lambda code: code in set(Role),
        "indicator": lambda code: code in REGISTRY.indicators() and code not in REGISTRY.declared,
    }


def duties_hold(app_configs: Any, **kwargs: Any) -> list[Error]:
    """The faults of the current playbook's duties, each with its file and line."""
    folder = settings.BASE_DIR / "playbooks" / getattr(settings, "PLAYBOOK", "covid-2020")
    found = [each for each in check(folder, registered=registered()) if each.file == FILE]
    return [Error(str(each), id="duties.E001") for each in found]
