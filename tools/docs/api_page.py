"""tools · docs.api_page: the HTTP interface as one page, from its own OpenAPI schema."""

from __future__ import annotations

from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")
INTRO = """# The interface over HTTP

{description}

The schema itself is at `/api/v1/openapi.json` of every installation. Send `Authorization: Bearer TOKEN`; a token is
made on the page of one's own login. What a kind of record takes is said by `GET /api/v1/kinds`.
"""


def api_page(schema: dict[str, Any]) -> str:
    """Every address with its parameters and answers, then every shape with its fields."""
    parts = [INTRO.format(description=schema["info"]["description"])]
    for path, operations in schema["paths"].items():
        parts += [_operation(method, path, operations[method]) for method in METHODS if method in operations]
    parts.append("## Shapes\n")
    parts += [_shape(name, shape) for name, shape in sorted(schema["components"]["schemas"].items())]
    return "\n".join(parts)


def _operation(method: str, path: str, said: dict[str, Any]) -> str:
    lines = [f"## {method.upper()} {path}", "", _flat(said.get("description") or said.get("summary", "")), ""]
    if said.get("parameters"):
        lines += ["| parameter | in | type | |", "|---|---|---|---|"]
        for each in said["parameters"]:
            needed = "required" if each.get("required") else ""
            words = "; ".join(word for word in (needed, _flat(each.get("description", ""))) if word)
            lines.append(f"| `{each['name']}` | {each['in']} | {_type(each['schema'])} | {words} |")
        lines.append("")
    bodies = said.get("requestBody", {}).get("content", {})
    if bodies:
        lines += ["Takes " + ", ".join(f"`{name}`: {_type(one.get('schema', {}))}" for name, one in bodies.items()), ""]
    lines += ["| answer | | shape |", "|---|---|---|"]
    for status, answer in said["responses"].items():
        shapes = {_type(one.get("schema", {})) for one in answer.get("content", {}).values()}
        lines.append(f"| {status} | {_flat(answer.get('description', ''))} | {', '.join(sorted(shapes))} |")
    return "\n".join([*lines, ""])


def _shape(name: str, said: dict[str, Any]) -> str:
    lines = [f"### {name}", "", _flat(said.get("description", "")), ""]
    fields = said.get("properties", {})
    if fields:
        lines += ["| field | type | |", "|---|---|---|"]
        required = set(said.get("required", ()))
        for field, shape in fields.items():
            words = "; ".join(
                word for word in ("required" if field in required else "", _flat(shape.get("description", ""))) if word
            )
            lines.append(f"| `{field}` | {_type(shape)} | {words} |")
        lines.append("")
    return "\n".join(lines)


def _type(shape: dict[str, Any]) -> str:
    """A shape in a few words, with a link where it has a name."""
    if "$ref" in shape:
        name = shape["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    for several in ("anyOf", "oneOf", "allOf"):
        if several in shape:
            return " or ".join(dict.fromkeys(_type(one) for one in shape[several]))
    if "enum" in shape:
        return ", ".join(f"`{one}`" for one in shape["enum"])
    if "const" in shape:
        return f"`{shape['const']}`"
    kind = shape.get("type", "anything")
    if kind == "array":
        return f"list of {_type(shape.get('items', {}))}"
    if shape.get("format"):
        return f"{kind} ({shape['format']})"
    return str(shape.get("title", kind) if kind == "object" and "properties" in shape else kind)


def _flat(words: str) -> str:
    """Words that fit into one cell of a table."""
    return " ".join(str(words).split()).replace("|", "\\|")
