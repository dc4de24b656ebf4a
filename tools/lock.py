"""tools · lock: writes every pin, and the hashes of all its files for every platform, from pyproject.toml.

    lock.py             keeps the pins of constraints.txt, adds what is new, drops what nothing asks for any more
    lock.py --upgrade   moves every pin to the newest release that fits

constraints.txt is what people read and change; `requirements/` is what `make setup` and the image install, and
takes no file whose hash is not there. Needs the package index; run it whenever a dependency changed.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PINS = ROOT / "constraints.txt"
LOCKS = ROOT / "requirements"
UV = "uv==0.13.9"
HEAD = "# Written by tools/lock.py: {what}. Do not edit; change constraints.txt or pyproject.toml and run it again.\n"
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\\n]+)(?: ; ([^\\\n]+?))?(?: \\)?$", re.MULTILINE)


def main() -> int:
    """Write all three locks and the pins; pip's or uv's own words where they cannot."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--upgrade", action="store_true", help="move every pin to the newest release that fits")
    args = words.parse_args()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    building = project["build-system"]["requires"]
    running = [*project["project"]["dependencies"], *building]
    extras = project["project"]["optional-dependencies"]
    with tempfile.TemporaryDirectory() as folder:
        uv = installed_uv(Path(folder))
        # The first is the largest: what it chose, the others choose too.
        chosen = None if args.upgrade else PINS
        chosen = lock(uv, "dev", "what runs, and what checks and tests it", [*running, *extras["dev"]], chosen)
        lock(uv, "run", "what an installation runs", running, chosen)
        lock(uv, "node", "a Node for machines without one", extras["node"], None if args.upgrade else PINS)
    PINS.write_text(pins([LOCKS / "dev.txt", LOCKS / "node.txt"], PINS.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


def installed_uv(folder: Path) -> list[str]:
    """uv, which resolves for all platforms at once, in a folder that goes away again."""
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder), UV], check=True)
    return [str(folder / "bin" / "uv"), "pip", "compile", "--quiet", "--universal", "--system-certs", "--no-header"]


def lock(uv: list[str], name: str, what: str, wanted: list[str], chosen: Path | None) -> Path:
    """One file of `requirements/`, with the versions of `chosen` where that names them."""
    kept = ["--constraints", str(chosen)] if chosen else []
    done = subprocess.run(
        [
            *uv,
            "--generate-hashes",
            "--no-annotate",
            "--fork-strategy",
            "fewest",
            "--python-version",
            "3.11",
            *kept,
            "-",
        ],
        input="\n".join(wanted),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    path = LOCKS / f"{name}.txt"
    path.write_text(HEAD.format(what=what) + done.stdout, encoding="utf-8")
    return path


def pins(locks: list[Path], before: str) -> str:
    """The pins of the locks as constraints, each name spelt as it was before."""
    spelt = {plain(name): name for name, _, _ in PIN.findall(before)}
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for path in locks:
        for name, version, marker in PIN.findall(path.read_text(encoding="utf-8")):
            found[spelt.get(plain(name), name)].add((version, marker))
    lines = []
    for name, versions in found.items():
        several = len({version for version, _ in versions}) > 1
        lines += [f"{name}=={one}" + (f" ; {marker}" if several and marker else "") for one, marker in versions]
    return "".join(f"{line}\n" for line in sorted(set(lines), key=str.casefold))


def plain(name: str) -> str:
    """A package's name as the index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    sys.exit(main())
