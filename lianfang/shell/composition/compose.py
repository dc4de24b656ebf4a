"""composition · compose: an issue in, its files and zones out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image, features

from lianfang.shell.composition.checking import check
from lianfang.shell.composition.composed import WIDTHS, Composed, ComposedPage, Overflow, Zone
from lianfang.shell.composition.faces import SIZES_MM
from lianfang.shell.composition.layout import Issue, Sheet
from lianfang.shell.composition.placing import Torn, placed, torn
from lianfang.shell.composition.planning import Planned, Planner
from lianfang.shell.composition.setting import Setting
from lianfang.shell.composition.zones import zones

_TRIES = 5  # an item torn over columns may take a line more than whole; its page is then planned again
_QUALITY = 80


def compose(issue: Issue) -> Composed:
    """The issue as it is published. Equal issues give equal bytes.

    Raises `Refused`: what `checking.check` names, a picture that cannot be used, text that no document carries.
    """
    check(issue)
    with TemporaryDirectory(prefix="lianfang-press-") as folder:
        return _composed(issue, Setting(issue, Path(folder)))


@dataclass(frozen=True, slots=True)
class Laid:
    """An issue's pages as the template reads them, their zones by place in the issue (from 1), what is left over."""

    pages: list[dict[str, Any]]
    zones: dict[int, tuple[Zone, ...]]
    overflows: tuple[Overflow, ...]
    sheet: Sheet


def laid(setting: Setting) -> Laid:
    """The issue laid out: nothing is drawn yet."""
    pages, planned = _planned(setting)
    overflows = tuple(over for plan in planned for over in plan.overflows)
    return Laid(pages, zones(setting.zones(pages), setting.issue.sheet), overflows, setting.issue.sheet)


def _composed(issue: Issue, setting: Setting) -> Composed:
    made_up = laid(setting)
    pages, where = made_up.pages, made_up.zones
    wide, high = SIZES_MM[issue.sheet]
    drawn = setting.drawn(pages, max(WIDTHS))
    made = []
    for place, (page, png) in enumerate(zip(pages, drawn, strict=True), 1):
        pictures, media = sized(png, WIDTHS)
        made.append(
            ComposedPage(
                number=issue.pages[place - 1].number,
                pdf=setting.pdf([page]),
                pictures=pictures,
                media_type=media,
                zones=where.get(place, ()),
                aspect=high / wide,
            )
        )
    return Composed(tuple(made), setting.pdf(pages), made_up.overflows)


def _planned(setting: Setting) -> tuple[list[dict[str, Any]], list[Planned]]:
    """The pages as the template reads them, in the order of the issue, and their plans."""
    planner = Planner(setting)
    done: dict[int, tuple[Planned, Torn]] = {}
    for wave in planner.waves():
        todo = list(wave)
        for _ in range(_TRIES):
            plans = planner.planned(todo)
            for plan, parts in zip(plans, torn(setting, plans), strict=True):
                done[plan.page.number] = plan, parts
                planner.lines.update(parts.wrong)
            todo = [page for page in todo if done[page.number][1].wrong]
            if not todo:
                break
        for page in wave:
            for piece in done[page.number][0].sent:
                planner.pieces[piece.article.runs_on_to or 0].append(piece)
    plans = [done[page.number][0] for page in setting.issue.pages]
    return [placed(setting, plan, done[plan.page.number][1].parts) for plan in plans], plans


def sized(picture: bytes, widths: Iterable[int]) -> tuple[dict[int, bytes], str]:
    """A page's picture in several widths, made from its own, and their media type."""
    kind = "WEBP" if features.check("webp") else "PNG"
    how: dict[str, Any] = {"quality": _QUALITY, "method": 0} if kind == "WEBP" else {"optimize": False}
    made = {}
    with Image.open(BytesIO(picture)) as image:
        widest = image.convert("RGB")
    for width in sorted(widths, reverse=True):
        size = (width, round(width * widest.height / widest.width))
        fitting = widest if size == widest.size else widest.resize(size, Image.Resampling.BOX, reducing_gap=2.0)
        out = BytesIO()
        fitting.save(out, kind, **how)
        made[width] = out.getvalue()
    return made, Image.MIME[kind]
