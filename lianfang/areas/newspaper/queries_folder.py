"""newspaper · queries of a folder: an exported paper as it lies on a disk, with every fingerprint held against it.

Whoever carried the folder is trusted with nothing: names are those that the paper gives, sizes are bounded, and what
does not agree is said by its file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lianfang.areas.newspaper import problems, rules
from lianfang.areas.newspaper.kinds_issue import Origin
from lianfang.areas.newspaper.queries_content import fingerprint
from lianfang.areas.newspaper.queries_record import CONTENT, FORM, LIST, RECORD
from lianfang.kernel.payloads import Sha256
from lianfang.kernel.problems import Refused
from lianfang.kernel.words import Words, w

_SLUG = re.compile(r"\d{4}-\d{2}-\d{2}(?:-[1-9])?")
_ISSUES_MOST, _FILES_MOST, _BYTES_MOST = 100_000, 2000, 500_000_000
_SERIAL_MOST = 10**11
_MISSING, _OTHER = w("缺失", "is missing"), w("与指纹不符", "differs from its fingerprint")
_SHAPE, _CONTRADICTS = w("读不出来", "cannot be read"), w("与内容不一致", "contradicts the content")
_BESIDE = w("的封印路径不通", "does not lead to the seal that it names")

Slug = Annotated[str, Field(pattern=rf"^{_SLUG.pattern}$")]


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FileSaid(_Said):
    """A file of an issue."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,80}\.(?:pdf|epub|webp|png|jpg|jpeg)$")]
    sha256: Sha256
    media: Literal["application/pdf", "application/epub+zip", "image/webp", "image/png", "image/jpeg"]


class ZoneSaid(_Said):
    """A piece of an article on its page, in per cent."""

    article: Annotated[str, Field(pattern=r"^p\d{2}-a\d{1,3}$")]
    points: list[tuple[Annotated[float, Field(ge=-1, le=101)], Annotated[float, Field(ge=-1, le=101)]]]


class PageSaid(_Said):
    """A page of an issue."""

    number: Annotated[int, Field(ge=1, le=99)]
    name: str
    aspect: Annotated[float, Field(gt=0.1, lt=10)]
    media: Literal["image/webp", "image/png", "image/jpeg"]
    pictures: dict[Annotated[str, Field(pattern=r"^\d{2,5}$")], Sha256]
    pdf: Sha256
    zones: list[ZoneSaid]


class ArticleSaid(_Said):
    """An article's place, and the number in the alias of its address."""

    article: UUID
    page: int
    position: int
    serial: Annotated[int, Field(ge=1, le=_SERIAL_MOST)]


class NoticeSaid(_Said):
    """An erratum, or a withdrawal."""

    entry: UUID
    article: UUID
    said_at: datetime
    withdrawn: bool
    wrong: str
    says: Annotated[str, Field(min_length=1)]


class RecordSaid(_Said):
    """Everything of an issue but its words and the bytes of its files."""

    lianfang: Literal["paper-issue"]
    form: Literal[1]
    slug: Slug
    published_at: datetime
    content: Sha256
    origin: Origin
    files: Annotated[list[FileSaid], Field(max_length=_FILES_MOST)]
    pages: list[PageSaid]
    articles: list[ArticleSaid]
    notices: list[NoticeSaid]


class _Listed(_Said):
    slug: Slug
    record: Sha256


class _ListSaid(_Said):
    lianfang: Literal["paper"]
    form: Literal[1]
    name: str
    issues: Annotated[list[_Listed], Field(max_length=_ISSUES_MOST)]


@dataclass(frozen=True)
class IssueRead:
    """An issue of a folder, whole and unchanged."""

    slug: str
    record: RecordSaid
    record_sha256: str
    text: str
    content: Mapping[str, Any]
    files: Mapping[str, tuple[str, bytes]] = field(repr=False)

    @property
    def day(self) -> date:
        return date.fromisoformat(self.content["day"])

    @property
    def edition(self) -> int:
        return int(self.content["edition"])


def issues_in(folder: Path) -> list[tuple[str, str]]:
    """The issues that a folder names, each with the fingerprint of its record; the oldest first.

    Raises `newspaper_no_copy`.
    """
    try:
        said = _ListSaid.model_validate_json(_read(folder, LIST))
    except FileNotFoundError:
        raise Refused(problems.NO_COPY, folder=str(folder), what=w(f"没有 {LIST}", f"there is no {LIST}")) from None
    except (OSError, ValidationError, ValueError):
        what = w(f"{LIST} 读不出来（形式 {FORM}）", f"{LIST} cannot be read (form {FORM})")
        raise Refused(problems.NO_COPY, folder=str(folder), what=what) from None
    return sorted((each.slug, each.record) for each in said.issues)


def issue_in(folder: Path, slug: str, record_sha256: str) -> IssueRead:
    """An issue of a folder with everything held against its fingerprints. Raises `newspaper_broken_copy`."""
    here = folder / "paper" / slug
    raw = _checked(here, slug, RECORD, record_sha256)
    try:
        record = RecordSaid.model_validate_json(raw)
    except (ValidationError, ValueError):
        raise _broken(slug, RECORD, _SHAPE) from None
    text = _checked(here, slug, CONTENT, record.content)
    try:
        content = json.loads(text)
        agreed = _agrees(slug, record, content)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _broken(slug, CONTENT, _SHAPE) from None
    if not agreed:
        raise _broken(slug, RECORD, _CONTRADICTS)
    if not rules.leads_to_root(record.origin.model_dump(mode="json")):
        raise _broken(slug, RECORD, _BESIDE)
    files = {each.name: (each.media, _checked(here, slug, each.name, each.sha256)) for each in record.files}
    return IssueRead(slug, record, record_sha256, text.decode(), content, files)


def _agrees(slug: str, record: RecordSaid, content: Mapping[str, Any]) -> bool:
    """Whether the record speaks of this content: its address, every article in its place, every page with its files."""
    named = {each.name: each.sha256 for each in record.files}
    wanted = [
        (UUID(each["article"]), page["number"], position)
        for page in content["pages"]
        for position, each in enumerate(page["articles"], start=1)
    ]
    pages = [(page["number"], page["name"]) for page in content["pages"]]
    return (
        slug == record.slug == rules.slug_of_text(content["day"], content["edition"])
        and [(each.article, each.page, each.position) for each in record.articles] == wanted
        and [(page.number, page.name) for page in record.pages] == pages
        and {each.article for each in record.notices} <= {article for article, _, _ in wanted}
        and {"issue.pdf", "issue.epub"} <= named.keys()
        and all(_has_its_files(page, named) for page in record.pages)
    )


def _has_its_files(page: PageSaid, named: Mapping[str, str]) -> bool:
    ending = page.media.rpartition("/")[2]
    pictures = {f"{page.number:02d}-{width}.{ending}": sha256 for width, sha256 in page.pictures.items()}
    wanted = {**pictures, f"{page.number:02d}.pdf": page.pdf}
    return bool(pictures) and all(named.get(name) == sha256 for name, sha256 in wanted.items())


def _checked(here: Path, slug: str, name: str, sha256: str) -> bytes:
    """A file of an issue, as it was fingerprinted."""
    try:
        content = _read(here, name)
    except FileNotFoundError:
        raise _broken(slug, name, _MISSING) from None
    except (OSError, ValueError):
        raise _broken(slug, name, _SHAPE) from None
    if fingerprint(content) != sha256:
        raise _broken(slug, name, _OTHER)
    return content


def _read(here: Path, name: str) -> bytes:
    file = here / name
    if not file.is_file():
        raise FileNotFoundError(name)
    if file.stat().st_size > _BYTES_MOST:
        raise ValueError(name)
    return file.read_bytes()


def _broken(slug: str, file: str, what: Words) -> Refused:
    return Refused(problems.BROKEN_COPY, slug=slug, file=file, what=what)
