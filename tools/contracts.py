"""tools · contracts: a contract for import-linter that its own types cannot say: the parts of an area.

Each file of an area is a part, or the second file of one (`console_plans.py` is a `console`); the names of parts are a
closed list in layers. import-linter's wildcards know whole names only, so this one is our own (decision 0831).
"""

from __future__ import annotations

from dataclasses import dataclass

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class AreaParts(Contract):
    """The files of every area have known names, and import only from their own layer and below.

    `areas` is the package of the areas; `layers` their parts, the highest layer first, parts of one layer separated by
    ` : `. Of a part in `several` there may be more files, `<part>_<what>`. `apart` are folders that are not looked at.
    `uses` says which parts use a part that the others above it may not: `<part> by <part> : <part>`. Parts in `thin`
    import none of `thin_never`. No file imports one that leads back to it.
    """

    type_name = "area_parts"
    areas = fields.StringField()
    layers = fields.ListField(subfield=fields.StringField())
    several = fields.ListField(subfield=fields.StringField())
    apart = fields.ListField(subfield=fields.StringField())
    uses = fields.ListField(subfield=fields.StringField())
    thin = fields.ListField(subfield=fields.StringField())
    thin_never = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Every fault of every area."""
        parts = Parts(
            {part: at for at, layer in enumerate(self.layers) for part in layer.split(" : ")},  # type: ignore[arg-type]
            frozenset(self.several),  # type: ignore[arg-type]
        )
        users = {used: by.split(" : ") for used, _, by in (each.partition(" by ") for each in self.uses)}  # type: ignore[attr-defined]
        found, top = [], f"{self.areas}."
        for module in sorted(graph.modules):
            area, _, inside = module.removeprefix(top).partition(".")
            name = inside.partition(".")[0]
            if not module.startswith(top) or not name or name in self.apart:  # type: ignore[operator]
                continue
            part = parts.of(name)
            if part is None:
                if "." not in inside:
                    found.append(f"{module}: areas have no part of this name; the closed list is in pyproject.toml")
                continue
            for used in sorted(graph.find_modules_directly_imported_by(module)):
                if used in self.thin_never and part in self.thin:  # type: ignore[operator]
                    found.append(f"{module} -> {used}: {part} files are thin")
                there, _, rest = used.removeprefix(top).partition(".")
                below = parts.of(rest.partition(".")[0]) if used.startswith(top) and there == area else None
                if below is None:
                    continue
                if parts.layers[below] < parts.layers[part]:
                    found.append(f"{module} -> {used}: {below} is a layer above {part}")
                if part not in users.get(below, part):
                    found.append(f"{module} -> {used}: {below} are used by {', '.join(users[below])} only")
                if graph.chain_exists(importer=used, imported=module):
                    found.append(f"{module} -> {used}: the second leads back to the first")
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for each in check.metadata["found"]:
            output.print_error(f"- {each}", bold=False)
        output.new_line()


@dataclass(frozen=True, slots=True)
class Parts:
    """The closed list: which part a file of an area is."""

    layers: dict[str, int]
    several: frozenset[str]

    def of(self, name: str) -> str | None:
        """The part of a file; None where there is no such part."""
        if name in self.layers:
            return name
        part = name.partition("_")[0]
        return part if part in self.several else None
