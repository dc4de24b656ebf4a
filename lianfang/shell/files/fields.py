"""shell · file fields: the form field that takes photos and papers, from the page's script or from a plain form.

With a script each file is brought by itself as soon as it is chosen, and the form sends hashes alone. Without one the
files come with the form, and are brought as it is read; what was good among them stays on the form beside what was not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from lianfang.ground.files import actions, queries
from lianfang.ground.files.problems import TOO_MANY_FILES
from lianfang.ground.files.queries import Kept
from lianfang.kernel.payloads import PAPERS_MOST
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import acting_actor
from lianfang.kernel.words import w
from lianfang.shell.components.text import later
from lianfang.shell.files.taking import content_of, is_hash

if TYPE_CHECKING:
    from lianfang.shell.files.shown import Shown

PHOTOS, PAPERS = "image/jpeg,image/png,image/webp", "image/jpeg,image/png,image/webp,application/pdf"
_NO_HASH = w("文件上传失败，请重新选择", "the upload failed; choose the file again")
_NEW = ".new"  # behind a field's name: the files that come with the form


@dataclass(frozen=True, slots=True)
class Given:
    """What a form says of its files: hashes of what was brought before, and files that come with it."""

    hashes: list[str]
    fresh: Sequence[Any] = ()


class FilesWidget(forms.Widget):
    """Thumbnails of what is brought, a place to drop more, and buttons for the camera and for files."""

    needs_multipart_form = True
    use_fieldset = True

    def __init__(self, *, photos_only: bool, position: bool, most: int) -> None:
        super().__init__()
        self.photos_only, self.position, self.most = photos_only, position, most
        self.brought: list[str] = []  # from the files of this form
        self.kept: Mapping[str, Shown] = {}  # those of the entry that is being corrected

    def __deepcopy__(self, memo: dict[int, Any]) -> FilesWidget:
        made = super().__deepcopy__(memo)
        made.brought = []
        return made

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> Given:
        said = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
        hashes = [said] if isinstance(said, str) else [str(one) for one in said if one]
        sent: Any = getattr(data, "files", None) or files
        fresh = sent.getlist(name + _NEW) if hasattr(sent, "getlist") else []
        return Given([one for one in hashes if one], fresh)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> bool:
        return False

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> Any:
        hashes = value.hashes if isinstance(value, Given) else [value] if isinstance(value, str) else list(value or ())
        hashes = list(dict.fromkeys([*hashes, *self.brought]))
        known = queries.waiting(acting_actor(), [one for one in hashes if is_hash(one)]) if hashes else {}
        context = {
            "name": name, "new": name + _NEW, "id": (attrs or {}).get("id"),
            "described": (attrs or {}).get("aria-describedby"), "most": self.most, "position": self.position,
            "photos_only": self.photos_only, "accept": PHOTOS if self.photos_only else PAPERS,
            "items": [_item(one, known.get(one), self.kept.get(one)) for one in hashes],
        }  # fmt: skip
        return render_to_string("shell/parts/files.html", context)


def _item(sha256: str, waits: Kept | None, shown: Shown | None) -> dict[str, Any]:
    """A file as the form shows it: one's own that waits, one of the entry that is corrected, or a mere hash."""
    kept = shown if shown is not None and shown.there else None
    file = kept.file if kept else waits
    href = kept.href if kept else reverse("shell:file-own", args=[sha256]) if waits else ""
    return {"sha256": sha256, "file": file, "href": href, "name": (file.name if file else "") or sha256[:12]}


class FilesField(forms.Field):
    """Hashes of files, each brought by whoever fills in the form; gives a list."""

    def __init__(self, *, photos_only: bool = False, position: bool = False, most: int = PAPERS_MOST, **said: Any):
        self.photos_only, self.position, self.most = photos_only, position, most
        widget = FilesWidget(photos_only=photos_only, position=position, most=most)
        super().__init__(widget=widget, **said)

    def prepare_value(self, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    def clean(self, value: Any) -> list[str]:
        given = value if isinstance(value, Given) else Given(list(value or ()))
        hashes, wrong = [one for one in given.hashes if is_hash(one)], []
        if len(hashes) < len(given.hashes):
            wrong.append(_NO_HASH.say())
        for each in given.fresh:
            try:
                hashes.append(self._bring(each))
            except Refused as refused:
                wrong.append(_said(refused))
        hashes = list(dict.fromkeys(hashes))
        if len(hashes) > self.most:
            wrong.append(_said(Refused(TOO_MANY_FILES, limit=self.most)))
        if wrong:
            raise ValidationError(wrong)
        if self.required and not hashes:
            raise ValidationError(self.error_messages["required"], code="required")
        return hashes

    def _bring(self, sent: Any) -> str:
        brought = actions.bring(
            acting_actor(), name=sent.name or "", content=content_of(sent), photos_only=self.photos_only,
            position=self.position,
        )  # fmt: skip
        self.widget.brought.append(brought.sha256)
        return brought.sha256


def _said(refused: Refused) -> str:
    return w("{says}。{remedy}", "{says}. {remedy}").fill(says=refused.says, remedy=refused.remedy).say()


def papers(zh: str, en: str, *, required: bool = False) -> FilesField:
    """The papers of an act: scans and photos of what was signed, sent or received."""
    hint = later("照片或 PDF，如盖章的批复、来文、纪要", "Photos or PDF: a signed approval, a letter received, minutes")
    return FilesField(label=later(zh, en), help_text=hint, required=required)
