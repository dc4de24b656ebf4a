"""shell · static site: pages of views written as a folder that any web server shows, and a browser without one.

An address that ends with a stroke becomes a folder with `index.html`; links between pages become relative and name
that file, because a browser lists a folder that it opens from a disk. Scripts are written as plain ones, each closed
in itself: from a disk a browser loads no modules.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest
from django.urls import resolve

from lianfang.kernel.problems import Refused, problem
from lianfang.kernel.words import w

FOREIGN = problem(
    "folder_foreign",
    409,
    w("{folder} 里已有别的文件，没有写入", "{folder} holds other files already: nothing was written"),
    w("换一个空文件夹，如 /media/usb/报纸", "Name an empty folder, such as /media/usb/paper"),
)
# The host of requests for a site whose address nobody knows yet; it is not written anywhere.
_NOWHERE = "nowhere.invalid"
_FOR_A_SITE = "lianfang.static_site"
_LINK = re.compile(r'(?P<name>\b(?:href|src|action|srcset))="(?P<value>/[^"]*)"')
_MODULE = re.compile(r'<script type="module"')
_PRELOADED = re.compile(r'<link rel="modulepreload"[^>]*>\n?')
_IMPORTED = re.compile(r"^import[\s{*\"'`]|[;}]import[{*\"'`]|\bimport\.meta\b")
_IN_STYLE = re.compile(r"url\(([^)]+)\)")
_KEPT_STATUS = (200, 410)


class _Asked(WSGIRequest):
    """A request that nobody sent: its host is that of the site, whatever hosts this installation answers for."""

    def get_host(self) -> str:
        name, port = str(self.META["SERVER_NAME"]), str(self.META["SERVER_PORT"])
        return name if port in ("80", "443") else f"{name}:{port}"


def for_a_site(request: HttpRequest) -> bool:
    """Whether the page is asked for to be written into a static site."""
    return bool(request.META.get(_FOR_A_SITE))


def whole_address(request: HttpRequest, path: str | None = None) -> str:
    """The whole address of a page, or of `path`; empty for a site whose own address nobody knows."""
    if request.META.get("SERVER_NAME") == _NOWHERE:
        return ""
    return request.build_absolute_uri(path or request.path)


class Site:
    """A static site while it is written, and how its pages are asked for.

    `address` is where it will stand, such as `https://paper.example`; empty where nobody knows, and then all that it
    says of itself is relative, too.
    """

    def __init__(self, folder: Path, address: str = "") -> None:
        self.folder, self._static = folder, set[str]()
        self._made: set[Path] = set()
        scheme, _, host = (address or f"http://{_NOWHERE}").partition("://")
        self._origin = "" if address else f"http://{_NOWHERE}"
        named, _, port = host.partition(":")
        port = port or ("443" if scheme == "https" else "80")
        self._asking = {
            "REQUEST_METHOD": "GET", "SERVER_NAME": named, "SERVER_PORT": port, "wsgi.url_scheme": scheme,
            _FOR_A_SITE: True,
        }  # fmt: skip

    def page(self, address: str) -> None:
        """Writes what a view answers at an address.

        A view that answers anything but a page that stands, or one that was taken back, is a fault: RuntimeError.
        """
        found = resolve(address)
        asked = _Asked({**self._asking, "PATH_INFO": address, "wsgi.input": BytesIO()})
        answer = found.func(asked, *found.args, **found.kwargs)
        if answer.status_code not in _KEPT_STATUS:
            raise RuntimeError(f"{address} answers {answer.status_code}")
        kind, content = answer.get("Content-Type", ""), answer.content
        if kind.startswith("text/html"):
            content = self._linked(content.decode(), address).encode()
        elif self._origin and not kind.startswith("image/"):
            content = self._without_origin(content.decode(), address).encode()
        self.put(address, content)

    def put(self, address: str, content: bytes) -> None:
        """Writes a file as it is."""
        file = self.folder / file_of(address)
        if file.parent not in self._made:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(file.parent)
        file.write_bytes(content)

    def finish(self) -> None:
        """Writes the styles, scripts and typefaces that the pages name."""
        waiting = sorted(self._static)
        while waiting:
            address = waiting.pop()
            content = _static_file(address)
            if address.endswith(".css"):
                near = [_beside(address, each[1].strip("'\"")) for each in _IN_STYLE.finditer(content.decode())]
                fresh = sorted({each for each in near if each} - self._static)
                self._static |= {*fresh}
                waiting += fresh
            self.put(address, _closed(address, content) if address.endswith(".js") else content)

    def _linked(self, text: str, at: str) -> str:
        up = "../" * file_of(at).count("/")

        def relative(found: re.Match[str]) -> str:
            name, value = found["name"], found["value"]
            if name == "srcset":
                return f'srcset="{", ".join(up + each.strip().removeprefix("/") for each in value.split(","))}"'
            path, mark, rest = value.partition("#")
            if path.startswith(settings.STATIC_URL):
                self._static.add(path)
            return f'{name}="{up}{file_of(path)}{mark}{rest}"'

        text = _MODULE.sub("<script defer", _PRELOADED.sub("", _LINK.sub(relative, text)))
        return self._without_origin(text, at)

    def _without_origin(self, text: str, at: str) -> str:
        if not self._origin:
            return text
        up = "../" * file_of(at).count("/")
        return re.sub(re.escape(self._origin) + r"/?([^\s\"'<>#?]*)", lambda found: up + file_of(f"/{found[1]}"), text)


def file_of(address: str) -> str:
    """The file of an address, from the site's folder."""
    path = address.removeprefix("/")
    return f"{path}index.html" if path.endswith("/") or not path else path


@contextmanager
def whole_or_not(folder: Path, *, ours: str) -> Iterator[Path]:
    """A folder to write into, which stands at `folder` once the block has ended, and nothing of it if it fails.

    What stands there already goes only where it is empty or holds a file named `ours`, which each site of this sort
    has. Raises `folder_foreign`.
    """
    there = folder.exists() or folder.is_symlink()
    if there and (folder.is_symlink() or not folder.is_dir() or _foreign(folder, ours)):
        raise Refused(FOREIGN, folder=str(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft, old = (folder.with_name(f".{folder.name}-{os.getpid()}{end}") for end in ("", "-old"))
    try:
        draft.mkdir()
        yield draft
        if there:
            draft.chmod(stat.S_IMODE(folder.stat().st_mode))
            folder.rename(old)
        try:
            draft.rename(folder)
        except OSError:
            if there:
                old.rename(folder)
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _foreign(folder: Path, ours: str) -> bool:
    return any(folder.iterdir()) and not (folder / ours).is_file()


def _static_file(address: str) -> bytes:
    found = finders.find(address.removeprefix(settings.STATIC_URL))
    if not isinstance(found, str):
        raise RuntimeError(f"{address} is not among the built files")
    return Path(found).read_bytes()


def _beside(address: str, named: str) -> str:
    """The address of a file that a style names relative to itself; empty for what stands in the style."""
    if ":" in named or named.startswith(("/", "#")):
        return ""
    return os.path.normpath(f"{address.rpartition('/')[0]}/{named.partition('#')[0].partition('?')[0]}")


def _closed(address: str, script: bytes) -> bytes:
    """A script that shares no names with another one on its page."""
    if _IMPORTED.search(script.decode()):
        raise RuntimeError(f"{address} asks for other modules, which a page on a disk does not load")
    return b"(()=>{" + script.strip() + b"\n})();\n"
