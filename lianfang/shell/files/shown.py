"""shell · files shown: the files that entries name, as thumbnails, ways to papers, or what became of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from lianfang.ground.files import queries
from lianfang.ground.files.queries import Kept, Key
from lianfang.ground.people.identities import note
from lianfang.ground.people.masking import Purpose
from lianfang.kernel.files import named_in
from lianfang.kernel.kinds import KINDS
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell.components.cells import Drawn
from lianfang.shell.components.types import Fact
from lianfang.shell.ledger import queries as ledger
from lianfang.shell.ledger.queries import Entry

_STATES = {
    "not_brought": w("未上传", "not uploaded"),
    "erased": w("已按规定销毁", "erased as the rules require"),
    "concealed": w("已加密，您无权查看", "concealed; you have no permission to view it"),
}
_THUMB_PIXELS = 96
_MARK = 12  # digits of a hash that tell one file from another on a page


@dataclass(frozen=True, slots=True)
class Shown(Drawn):
    """One file of an entry; `file` is None where it was not brought, `closed` where the reader may not open it, and
    `over` once the entry is no longer tied to its person."""

    entry: UUID
    sha256: str
    file: Kept | None
    closed: bool = False
    over: bool = False

    @property
    def href(self) -> str:
        return reverse("shell:file", args=[self.entry, self.sha256])

    @property
    def there(self) -> bool:
        """Whether the reader can open it."""
        return self.file is not None and not self.closed and self.file.gone_at is None

    @property
    def state(self) -> str:
        """In one word: here, not_brought, erased or concealed."""
        if self.there:
            return "here"
        if self.over or (self.file is not None and self.file.gone_at):
            return "erased"
        return "concealed" if self.closed else "not_brought"

    def html(self, token: str) -> SafeString:
        mark = self.sha256[:_MARK]
        if self.file is None or not self.there:
            state = _STATES[self.state].say()
            return format_html(
                '<span class="lf-file is-none" title="{}">{} <code>{}</code></span>', self.sha256, state, mark
            )
        words = w("照片", "photo") if self.file.photo else w("文件", "document")
        called = self.file.name or f"{words.say()} {mark}"
        if not self.file.photo:
            size = f"{max(1, round(self.file.size / 1024)):,} KB"
            return format_html(
                '<a class="lf-file" href="{}" download>{} <small>PDF {}</small></a>', self.href, called, size
            )
        wide, high = _fitted(self.file.width or 1, self.file.height or 1)
        return format_html(
            '<a class="lf-thumb" href="{}" data-view="{}"><img src="{}?small" alt="{}" width="{}" height="{}" '
            'loading="lazy" decoding="async"></a>',
            self.href, called, self.href, called, wide, high,
        )  # fmt: skip

    def said(self) -> str:
        return self.sha256


@dataclass(frozen=True, slots=True)
class AllShown(Drawn):
    """The files of an entry beside each other; a viewer goes through the photos among them."""

    files: tuple[Shown, ...]

    def html(self, token: str) -> SafeString:
        each = format_html_join("", "{}", ((one.html(token),) for one in self.files))
        return format_html('<span class="lf-files" data-views>{}</span>', each) if self.files else SafeString("")

    def said(self) -> str:
        return "；".join(one.said() for one in self.files)


def files_of(
    actor: Actor, listed: Iterable[Entry], data: Mapping[UUID, Mapping[str, Any]]
) -> dict[UUID, dict[str, Shown]]:
    """For each entry the files that it names, by hash; `data` are the entries' data as the actor may read them."""
    named: dict[UUID, list[Key]] = {}
    asked = [each for each in listed if (kind := KINDS.get(each.kind)) and kind.files]
    for each in asked:
        hashes = (sha256 for sha256, _ in named_in(KINDS[each.kind], data[each.id]) if not sha256.startswith("enc:"))
        named[each.id] = [(each.unit, each.person, sha256) for sha256 in hashes]
    found = queries.files_of(actor, [key for keys in named.values() for key in keys])
    return {
        each.id: {
            key[2]: Shown(each.id, key[2], found.get(key), _closed(actor, each), each.unlinked)
            for key in named[each.id]
        }
        for each in asked
    }


def papers_of(actor: Actor, entries: Collection[UUID]) -> list[Fact]:
    """The papers of a thing: what the steps of its life show, as far as the actor may read these; none, no line."""
    found = [each for each in ledger.by_ids(entries).values() if ledger.may_see(actor, each)] if entries else []
    found.sort(key=lambda each: (each.recorded_at, each.id))
    files = files_of(actor, found, ledger.facts_of(actor, found))
    each = tuple(one for named in files.values() for one in named.values())
    return [Fact(w("附件", "Attachments"), AllShown(each))] if each else []


def file_of(actor: Actor, of: Entry, sha256: str) -> Kept:
    """A file that an entry names, where it was brought and the actor may open it. Raises `not_found`.

    That somebody else than its recorder opens a person's is noted.
    """
    data = ledger.facts_of(actor, [of])
    one = files_of(actor, [of], data).get(of.id, {}).get(sha256)
    if one is None or one.file is None or one.closed:
        raise Refused(NOT_FOUND)
    if of.person is not None and of.recorded_by != actor.login:
        note(actor, [(of.person, of.unit, of.path)], Purpose.WORK)
    return one.file


def _closed(actor: Actor, of: Entry) -> bool:
    """What an entry about a person shows is open to whoever recorded it and whoever may know people by name there; to
    nobody once it is no longer tied to the person."""
    named = of.person is not None and of.recorded_by != actor.login
    return of.unlinked or (named and not actor.may("people.identify", of.path))


def _fitted(width: int, height: int) -> tuple[int, int]:
    share = min(1.0, _THUMB_PIXELS / max(width, height))
    return max(1, round(width * share)), max(1, round(height * share))
