"""shell · files API: a device brings a file before the entry that names it, and reads those of entries."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from lianfang.ground.files import actions
from lianfang.ground.files.limits import SIZE_LIMIT, SIZE_WORDS
from lianfang.ground.files.problems import FILE_TOO_LARGE
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor
from lianfang.shell.files import pages, shown
from lianfang.shell.ledger import queries as ledger

router = Router()
_BINARY = {"schema": {"type": "string", "format": "binary", "maxLength": SIZE_LIMIT}}
_MEDIA = ("image/jpeg", "image/png", "image/webp", "application/pdf", "application/octet-stream")
_SENDING: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": dict.fromkeys(_MEDIA, _BINARY),
    }
}
Name = Annotated[str, Query(max_length=200, pattern=r"^[^\x00]*$")]


class FileBrought(Schema):
    """A file that waits a day for its entry. An entry names it by `sha256`, that of the content as it is kept: a photo
    is turned upright, made smaller and stripped, unless it was so already."""

    sha256: str
    media: str
    size: int
    width: int | None
    height: int | None


class FileOut(Schema):
    """A file that an entry names. `state`: here, not_brought, erased, concealed (not the caller's to open)."""

    sha256: str
    state: str
    media: str | None
    size: int | None
    width: int | None
    height: int | None


@router.post(
    "/files", response={201: FileBrought}, openapi_extra=_SENDING, operation_id="bring_file", url_name="bring-file"
)
def bring(request: HttpRequest, name: Name = "", position: bool = False) -> HttpResponse:
    """Bring a photo or paper, judged by its content. Brought twice it is there once; nobody else sees it until an entry
    of the caller's names it. `position` keeps where a photo was taken, for kinds that ask for it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    length = request.META.get("CONTENT_LENGTH") or ""
    if length.isdigit() and int(length) > SIZE_LIMIT:
        raise Refused(FILE_TOO_LARGE, name=actions.plain_name(name), limit=SIZE_WORDS)
    brought = actions.bring(actor, name=name, content=request.body, position=position)
    said = {each: getattr(brought, each) for each in FileBrought.model_fields}
    return HttpResponse(msgspec.json.encode(said), status=201, content_type="application/json")


@router.get("/entries/{uuid:entry}/files", response=list[FileOut], operation_id="list_files", url_name="files-of-entry")
def files(request: HttpRequest, entry: UUID) -> HttpResponse:
    """The files that an entry names, and whether each is there."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = ledger.entry(actor, entry)
    named = shown.files_of(actor, [found], ledger.facts_of(actor, [found])).get(found.id, {})
    said = [
        {"sha256": each.sha256, "state": each.state}
        | {what: getattr(each.file, what) if each.file else None for what in ("media", "size", "width", "height")}
        for each in named.values()
    ]
    return HttpResponse(msgspec.json.encode(said), content_type="application/json")


@router.get(
    "/entries/{uuid:entry}/files/{sha256}", operation_id="get_file", url_name="file-of-entry",
    openapi_extra={"responses": {200: {"description": "The file.", "content": {"image/jpeg": _BINARY, "application/pdf": _BINARY}}}},  # noqa: E501
)  # fmt: skip
def file(request: HttpRequest, entry: UUID, sha256: str, small: bool = False) -> HttpResponse:
    """One file of an entry, or with `small` the small picture of a photo."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return pages.served(shown.file_of(actor, ledger.entry(actor, entry), sha256), small=small)
