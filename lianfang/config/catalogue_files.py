"""config · catalogue files: brings the catalogue of a language up to the source, and says where it is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from lianfang.config import languages
from lianfang.config.sayings import Saying
from lianfang.kernel.catalogues import SUFFIX, read, usable

_HEAD = """{name} ({code}): what Lianfang says, keyed by the Chinese; the English stands above each entry.
What has no translation is said in Chinese. Where one Chinese needs two translations, add an
entry whose msgctxt is the English. Slots such as {{n}} stay as they are. docs/how-to/translate.md"""
_WIDTH = 100


def path_of(code: str, folder: Path = languages.SHIPPED) -> Path:
    """Where the catalogue of a language stands."""
    return folder / f"{code}{SUFFIX}"


def extracted(file: Path, sayings: Iterable[Saying]) -> Catalog:
    """The catalogue in `file` with every saying of the source; what the source no longer says is kept as obsolete."""
    code = file.stem
    old = read(file) if file.is_file() else _empty(code)
    new = _empty(code)
    new.header_comment = old.header_comment
    for about in ("creation_date", "revision_date", "last_translator", "language_team"):
        setattr(new, about, getattr(old, about))
    said = _by_chinese(sayings)
    for zh in sorted(said):
        files, english = said[zh]
        for context in (None, *sorted(english)):
            kept = old.get(zh, context)
            if context is None or (kept and kept.string):
                at = [(each, None) for each in sorted(files)]
                comments = [f"English: {each}" for each in sorted(english)] if context is None else []
                # Babel asks for a line number only where it writes one.
                new.add(zh, kept.string if kept else "", at, kept.flags if kept else (), comments,  # type: ignore[arg-type]
                        kept.user_comments if kept else (), context=context)  # fmt: skip
    for each in old:
        if isinstance(each.id, str) and each.id and each.string and new.get(each.id, each.context) is None:
            new.obsolete[each.id, each.context or ""] = each
    new.obsolete.update({key: each for key, each in old.obsolete.items() if each.string and key[0] not in said})
    return new


def written(catalogue: Catalog) -> bytes:
    """The catalogue as its file holds it: the same content gives the same bytes."""
    made = BytesIO()
    write_po(made, catalogue, width=_WIDTH, include_lineno=False)
    return made.getvalue()


def faults(file: Path, sayings: Iterable[Saying]) -> Iterator[str]:
    """What is wrong in a catalogue, one sentence each, with file and line where there is one."""
    if not languages.known(file.stem):
        yield f"{file}: no language has the code {file.stem}"
        return
    try:
        catalogue = read(file)
    except ValueError as fault:
        yield str(fault)
        return
    said = _by_chinese(sayings)
    for each in catalogue:
        if isinstance(each.id, str) and each.id:
            yield from (f"{file}:{each.lineno}: {fault}" for fault in _faults(each, each.id, said))


def filled(catalogue: Catalog) -> int:
    """How many entries have a translation that is used."""
    return sum(1 for each in catalogue if each.id and each.string and not each.fuzzy)


def _faults(entry: Message, zh: str, said: dict[str, tuple[set[str], set[str]]]) -> Iterator[str]:
    if zh not in said:
        yield f"the source no longer says “{zh}”; run lianfang words extract"
    elif entry.context and entry.context not in said[zh][1]:
        yield f"“{zh}” is nowhere “{entry.context}” in English; a msgctxt is one of: {', '.join(sorted(said[zh][1]))}"
    elif entry.string and not usable(zh, str(entry.string)):
        yield f"the translation of “{zh}” has other slots, or markup of its own; it would not be used"


def _by_chinese(sayings: Iterable[Saying]) -> dict[str, tuple[set[str], set[str]]]:
    """Chinese → the files in which it stands, and what it is in English."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    for each in sayings:
        files, english = found.setdefault(each.zh, (set(), set()))
        files.add(each.file)
        english.add(each.en)
    return found


def _empty(code: str) -> Catalog:
    head = "\n".join(f"# {line}" for line in _HEAD.format(name=languages.name(code), code=code).splitlines())
    new = Catalog(code, None, head, "Lianfang", "1", msgid_bugs_address="-", last_translator="-", language_team="-")
    new.fuzzy = False
    return new
