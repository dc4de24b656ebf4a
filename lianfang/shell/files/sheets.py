"""shell · sheets: the form field that takes a printed page: a picture of it, or a page of a PDF.

A PDF is drawn as a picture at once. What was good stays with the form where something else of it was not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse

from lianfang.ground.files import actions, queries
from lianfang.ground.files.limits import PDF
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import acting_actor
from lianfang.kernel.words import w
from lianfang.shell.files.fields import PAPERS
from lianfang.shell.files.taking import content_of, is_hash
from lianfang.shell.forms import sentence

_LEAVES_MOST = 999
_NO_LEAF = w("PDF 页码填 1 到 999 的整数", "the page of the PDF is a whole number from 1 to 999")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A printed page: its picture by its hash; of which PDF and which page of it; `told_where`: the picture that was
    sent now said where it was taken, and does not any more."""

    picture: str
    original: str | None = None
    leaf: int = 1
    told_where: bool = False


@dataclass(frozen=True, slots=True)
class _Given:
    picture: str
    original: str
    leaf: str
    fresh: Any = None


class SheetWidget(forms.Widget):
    """The picture that is there, a place for another, and which page of a PDF is meant."""

    needs_multipart_form = True
    use_fieldset = True
    brought: Sheet | None = None  # from the file of this form
    href = ""  # of the picture of the thing that is mended

    def value_from_datadict(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> _Given:
        sent: Any = getattr(data, "files", None) or files
        picture, original, leaf = (str(data.get(name + each) or "") for each in ("", ".original", ".leaf"))
        return _Given(picture, original, leaf, sent.get(name + ".new"))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> bool:
        return False

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> Any:
        at = self.brought or value
        picture, original, leaf = (at.picture, at.original or "", at.leaf or 1) if at else ("", "", 1)
        href = self.href
        if picture and is_hash(picture) and queries.waiting(acting_actor(), [picture]):
            href = reverse("shell:file-own", args=[picture])
        context = {
            "name": name, "id": (attrs or {}).get("id"), "described": (attrs or {}).get("aria-describedby"),
            "accept": PAPERS, "picture": picture, "original": original, "leaf": leaf, "href": href,
            "most": _LEAVES_MOST,
        }  # fmt: skip
        return render_to_string("shell/parts/sheet.html", context)


class SheetField(forms.Field):
    """One printed page; gives a `Sheet`. Its picture keeps what its type needs to be read."""

    def __init__(self, **said: Any) -> None:
        super().__init__(widget=SheetWidget, **said)

    def clean(self, value: _Given) -> Sheet | None:
        if value.fresh is not None:
            leaf = value.leaf.strip() or "1"
            if not (leaf.isascii() and leaf.isdigit() and 1 <= int(leaf[:4]) <= _LEAVES_MOST):
                raise ValidationError(_NO_LEAF.say())
            try:
                self.widget.brought = brought(value.fresh.name or "", content_of(value.fresh), int(leaf[:4]))
            except Refused as refused:
                raise ValidationError(sentence(refused)) from None
            return self.widget.brought
        if is_hash(value.picture):
            original = value.original if is_hash(value.original) else None
            return Sheet(value.picture, original, int(value.leaf) if value.leaf.isdigit() else 1)
        if self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return None

    def __deepcopy__(self, memo: dict[int, Any]) -> SheetField:
        made: SheetField = super().__deepcopy__(memo)
        made.widget.brought = None
        return made


def brought(name: str, content: bytes, leaf: int) -> Sheet:
    """A page for what is being filled in; of a PDF the page `leaf`. Raises `Refused` as `bring` and `picture_of` do."""
    from lianfang.ground.files.pictures import tells_where  # decoders are heavy, and most processes never need them
    from lianfang.shell.documents import leaves

    actor, called = acting_actor(), actions.plain_name(name)
    if not content.startswith(b"\xff\xd8") and b"%PDF-" in content[:1024]:
        kept = actions.bring(actor, name=called, content=content)
        assert kept.media == PDF
        picture = leaves.picture_of(content, called, leaf)
        drawn = actions.bring(actor, name=f"{called}-{leaf}.jpg", content=picture, photos_only=True, fine=True)
        return Sheet(drawn.sha256, kept.sha256, leaf)
    photo = actions.bring(actor, name=called, content=content, photos_only=True, fine=True)
    return Sheet(photo.sha256, told_where=tells_where(content))
