"""tools · docs.architecture: pictures of the floors and of who hears whom, from the imports that are really there."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

PAGE = """---
diagrams: true
---
# Architecture

Drawn from the program when these pages are built. What each floor is for, and what a file may import, is said in
[the house](../house.md).

## Floors

An arrow says which floor uses which, and how many modules do. `pyproject.toml` allows arrows downwards only.

```mermaid
flowchart TB
{floors}
```

## Who hears whom

Areas do not know each other. Where a record of one asks for something in another, the other's card says which kinds it
hears; it is told in the transaction that records.

```mermaid
flowchart LR
{hearing}
```

## What runs

```mermaid
flowchart TB
  browser(["browsers, phones, other systems"]) --> proxy["TLS proxy"]
  proxy --> web["web processes: connections on one event loop, requests on threads"]
  run["lianfang run: the supervisor"] -.-> web
  run -.-> worker["worker: jobs, seals, alerts, backups"]
  run -.-> postgres
  web -- "as lianfang_app" --> postgres[("PostgreSQL: own, or yours")]
  worker -- "as lianfang_app" --> postgres
  run -- "migrations, as lianfang_owner" --> postgres
  worker --> backups["backups, witnesses elsewhere"]
```

How each is started, looked after and stopped: [how to run it](../how-to/run.md#what-runs).
"""


def architecture_page(project: dict[str, Any], imports: list[tuple[str, str]], heard: list[tuple[str, str]]) -> str:
    """`imports`: pairs of modules of which the first imports the second; `heard`: kinds, and who reacts to them."""
    contracts = project["tool"]["importlinter"]["contracts"]
    layers = next(one for one in contracts if one["type"] == "layers")["layers"]
    floors = [layer.strip("()") for layer in layers]
    return PAGE.format(floors="\n".join(floor_lines(floors, imports)), hearing="\n".join(hearing_lines(heard)))


def floor_lines(floors: list[str], imports: list[tuple[str, str]]) -> list[str]:
    """One box for each floor, and one arrow with the number of modules that use another floor."""
    using: Counter[tuple[str, str]] = Counter()
    for upper, lower in {(source, _floor(target)) for source, target in imports}:
        pair = (_floor(upper), lower)
        if pair[0] != lower and set(pair) <= set(floors):
            using[pair] += 1
    order = {floor: place for place, floor in enumerate(floors)}
    arrows = sorted(using.items(), key=lambda one: (order[one[0][0]], order[one[0][1]]))
    return [f"  {floor}[{floor}]" for floor in floors] + [f"  {a} -- {number} --> {b}" for (a, b), number in arrows]


def hearing_lines(heard: list[tuple[str, str]]) -> list[str]:
    """One arrow from each area to each that hears it, with the kinds."""
    told: dict[tuple[str, str], list[str]] = defaultdict(list)
    for kind, area in sorted(heard):
        source, _, noun = kind.partition(".")
        told[source, area].append(noun.replace("_", " "))
    return [f'  {source} -- "{", ".join(nouns)}" --> {area}' for (source, area), nouns in sorted(told.items())]


def imports_of(package: str) -> list[tuple[str, str]]:
    """Every import between modules of a package, tests aside."""
    import grimp

    graph = grimp.build_graph(package, exclude_type_checking_imports=True, cache_dir=None)
    modules = sorted(name for name in graph.modules if ".tests" not in name)
    kept = set(modules)
    return [
        (one, other)
        for one in modules
        for other in sorted(graph.find_modules_directly_imported_by(one))
        if other in kept
    ]


def _floor(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def project_of(root: Path) -> dict[str, Any]:
    """pyproject.toml as data."""
    import tomllib

    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
