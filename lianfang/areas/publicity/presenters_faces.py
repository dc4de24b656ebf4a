"""publicity · presenters of faces: the words to paste into a group, the ways to print, and what stands of a version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from lianfang.areas.publicity.kinds_text import SORTS
from lianfang.areas.publicity.queries_faces import Version
from lianfang.kernel.problems import Refused
from lianfang.kernel.words import Words, w
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.text import moment
from lianfang.shell.components.types import Fact, Link
from lianfang.shell.documents.banner import METRES, Banner, against_banner, letter_mm, metres_for
from lianfang.shell.documents.face import ACROSS, Face, InForce
from lianfang.shell.documents.notice import Notice
from lianfang.shell.documents.poster import PAPER_WORDS, Ground, Paper, Poster, against_poster
from lianfang.shell.texts.blocks import Part
from lianfang.shell.texts.told import Shot, Told, ToldBlock

CHIPS: dict[InForce, Chip] = {
    InForce.SIGNED: Chip(w("已签发", "signed off"), "done"),
    InForce.DRAFT: Chip(w("草稿 · 未签发", "draft · not signed off"), "due"),
    InForce.WITHDRAWN: Chip(w("已撤回，不得再发", "withdrawn: not to be shown"), "missed", "broken"),
}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
GROUNDS: dict[str, Words] = {"red": w("红底白字", "white on red"), "white": w("白底红字", "red on white")}
_TO_KNOW = ("knowledge", "message")  # sorts that tell what is so, not what is to be done


def notice_of(of: Version, face: Face) -> Notice:
    """The text as an official notice."""
    said = of.said
    return Notice(face, said.number or "", said.addressed or "", said.copies or "", said.contact or "")


def poster_of(of: Version, face: Face, paper: Paper) -> Poster:
    """The text as a poster."""
    ground = Ground.BLUE if of.said.sort in _TO_KNOW else Ground.RED
    return Poster(face, paper, SORTS[of.said.sort].zh, ground, of.said.contact or "")


def banner_of(of: Version, metres: int | None = None, *, red: bool = True) -> Banner:
    """The title as a banner."""
    return Banner(of.said.title, of.standing, metres, red)


def name_of(shot: Shot) -> str:
    """What a picture is called when it is saved."""
    return f"图{shot.number}.jpg"


def circled(number: int) -> str:
    """1 → ①; beyond 20 in brackets."""
    return _CIRCLED[number - 1] if number <= len(_CIRCLED) else f"({number})"


def source_of(figure: Mapping[str, Any]) -> str:
    """（据…日报，…，截至…）: what a figure rests on, in a message, where it can have no note."""
    as_of = f"，截至{figure['as_of']}" if figure["as_of"] else ""
    rests = figure["says"].removeprefix(figure["value"]).lstrip("， ,")
    says = f"，{rests}" if rests else ""
    return f"（据{figure['unit_name']}{figure['day']}日报{says}{as_of}）"


def message_of(face: Face, contact: str = "") -> str:
    """The text as it is pasted into a group: plain lines that keep their breaks, pictures by their numbers."""
    warning = ACROSS[face.standing]
    seen: set[int] = set()
    parts = [f"【{warning.zh}】"] if warning else []
    parts.append(face.title)
    parts += [_paragraph(block, face.told, seen) for block in face.told.blocks]
    day = face.dated
    signature = [
        f"联系电话：{contact}" if contact else "",
        f"来源：{face.source}" if face.source else "",
        face.issued_by or face.unit,
        f"{day.year}年{day.month}月{day.day}日" if day else "",
    ]
    parts.append("\n".join(filter(None, signature)))
    return "\n\n".join(filter(None, parts))


def _paragraph(block: ToldBlock, told: Told, seen: set[int]) -> str:
    if block.shot is not None:
        return f"{circled(block.shot.number)} 见图{block.shot.number}：{block.shot.said or block.shot.alt}"
    said = ""
    for run in block.runs:
        said += run.words
        if run.note and run.note not in seen:
            seen.add(run.note)
            said += source_of(told.figures[run.note - 1])
    return f"▌{said}" if block.part is Part.SUBHEAD else f"“{said.strip('“”')}”" if block.part is Part.QUOTE else said


def version_facts(of: Version) -> list[Fact]:
    """Which version the faces show, and since when it may be shown."""
    facts = [Fact(w("稿次", "Version"), of.number)]
    if of.signed_at:
        facts.append(Fact(w("签发", "Signed off"), moment(of.signed_at, "year")))
    return facts


def warning_of(of: Version) -> Words | None:
    """What stands above the faces of a version that is not the one to show."""
    if of.standing is InForce.WITHDRAWN:
        return w(
            "这份文字已撤回：已张贴、已发出的要撤下；打印件上印有“已撤回”",
            "This text was withdrawn: take it down wherever it is; prints say so",
        )
    if of.standing is InForce.DRAFT:
        return w(
            "这一稿还没有签发：只供内部看样，印出来的每一面都印有“草稿 · 未签发”",
            "This version is not signed off: it is for looking at, and every print says so",
        )
    if of.of.version != of.number:
        return w(
            "这里是已签发的第 {signed} 稿；第 {draft} 稿还没有签发",
            "This is version {signed}, which is signed off; version {draft} is not yet",
        ).fill(signed=of.number, draft=of.of.version)
    return None


@dataclass(frozen=True, slots=True)
class Way:
    """A way to print: what it is called, its files, and a picture of it; or why it cannot be."""

    words: Words
    files: tuple[Link, ...] = ()
    png: str = ""
    note: Words | str = ""
    refused: Refused | None = None


def poster_ways(of: Version, face: Face) -> list[Way]:
    """The text on A4 and on A3, or by how much it does not fit."""
    ways = []
    for paper in Paper:
        refused = against_poster(poster_of(of, face, paper))
        files = tuple(
            Link(w("{paper} 的 {form}", "{paper} as {form}").fill(paper=PAPER_WORDS[paper], form=form.upper()),
                 face_href(of, f"poster-{paper}.{form}"))
            for form in ("pdf", "png")
        )  # fmt: skip
        png = face_href(of, f"poster-{paper}.png")
        ways.append(Way(PAPER_WORDS[paper], () if refused else files, "" if refused else png, refused=refused))
    return ways


def banner_ways(of: Version) -> list[Way]:
    """The title as banners of every width that takes it; the fitting one first. Where none does, why."""
    line = of.said.title
    usual = metres_for(line)
    ways = []
    for metres in sorted(METRES, key=lambda each: (each != usual, each)):
        words = w("{metres} 米", "{metres} m").fill(metres=metres)
        refused = against_banner(banner_of(of, metres))
        if refused is not None:
            if metres == usual:
                return [Way(words, refused=refused)]
            continue
        files = tuple(
            Link(w("{ground} PDF", "{ground}, PDF").fill(ground=said), face_href(of, f"banner-{metres}-{ground}.pdf"))
            for ground, said in GROUNDS.items()
        )
        note = w("字高约 {cm} 厘米", "letters about {cm} cm high").fill(cm=letter_mm(line, metres) // 10)
        png = face_href(of, f"banner-{metres}-red.png") if metres == usual else ""
        ways.append(Way(words, files, png, note))
    return ways


def shots_to_send(of: Version, face: Face) -> list[tuple[str, Shot, str]]:
    """The pictures in the order in which they are sent: their sign, what they are, their address."""
    return [
        (
            circled(shot.number),
            shot,
            f"{reverse('publicity:picture', args=[of.of.stream, shot.number])}?version={of.number}",
        )
        for shot in face.told.shots
    ]


def face_href(of: Version, name: str) -> str:
    """The address of a face of this version."""
    return f"{reverse('publicity:face', args=[of.of.stream, name])}?version={of.number}"


def face_links(text: UUID, number: int) -> list[Link]:
    """The faces of a version, for the page of the text: all that can be printed and sent, and the parts of it."""
    page = f"{reverse('publicity:faces', args=[text])}?version={number}"
    return [
        Link(w("海报（A4、A3）", "Poster (A4, A3)"), f"{page}#posters"),
        Link(w("横幅", "Banner"), f"{page}#banners"),
        Link(w("公文版式（A4）", "Official notice (A4)"), f"{page}#notice"),
        Link(w("微信群、QQ群文字和图片", "Words and pictures for WeChat and QQ"), f"{page}#message"),
    ]


def text_href(of: Version) -> str:
    """The address of the text itself, at the desk."""
    return reverse("publicity:text", args=[of.of.stream])
