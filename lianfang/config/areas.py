"""config · areas: the one list of what the house is made of, in the order it is built.

Settings, addresses, the API and the tests all read this list; an area that is not named
here does not exist. A name resolves by its floor: `lianfang.ground.units` and so on, and
the Django app label is always the last word of the module's name.
"""

from __future__ import annotations

from importlib.util import find_spec

GROUND = ["units", "places", "people", "access", "files", "sheets"]
AREAS = [
    "screening", "sanitation", "supplies", "tracing", "resumption", "reporting",
    "records", "duties", "alerts", "watch", "incidents", "governance", "witnesses", "upkeep",
    "newspaper", "publicity",
]  # fmt: skip


def present(module: str) -> bool:
    """True when `module` is really there, as a file: an empty folder is not a module.

    Looks without importing, so that a fault *inside* a module is never mistaken for its
    absence.
    """
    parent = module.rpartition(".")[0]
    if parent and not present(parent):
        return False
    spec = find_spec(module)
    return spec is not None and spec.origin is not None


def modules(*, also: str = "") -> list[str]:
    """Dotted names of every app that is built, ground floor first.

    `also` asks for a module inside each (for instance ``urls``) and leaves out the apps
    that have none.
    """
    named = ["lianfang.kernel", "lianfang.playbook"]
    named += [f"lianfang.ground.{name}" for name in GROUND]
    named += ["lianfang.shell"]
    named += [f"lianfang.areas.{name}" for name in AREAS]
    named += ["lianfang.boards", "lianfang.campaigns", "lianfang.config"]
    if also:
        return [f"{name}.{also}" for name in named if present(f"{name}.{also}")]
    return [name for name in named if present(name)]


def cards() -> list[str]:
    """Dotted names of the areas' cards, in the order of the list: every area has one."""
    return [f"lianfang.areas.{name}.card" for name in AREAS if present(f"lianfang.areas.{name}")]


def middleware() -> list[str]:
    """Middleware classes of the ground and the shell, in order, where those modules exist."""
    return [
        f"{module}.{name}"
        for module, name in (
            ("lianfang.ground.access.middleware", "ActorMiddleware"),
            ("lianfang.shell.middleware", "ShellMiddleware"),
        )
        if present(module)
    ]


def context_processors() -> list[str]:
    """What every page's template gets beside its own words, where the shell provides it."""
    module = "lianfang.shell.context"
    return [f"{module}.shell"] if present(module) else []
