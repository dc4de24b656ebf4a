"""publicity · console of knowledge: the playbook's sheets by topic, found by their words, each with its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lianfang.areas.publicity import policy
from lianfang.areas.publicity.kinds import SEE
from lianfang.areas.publicity.sections import Sheet, SheetVersion
from lianfang.kernel import clock
from lianfang.kernel.problems import existing
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell import asking
from lianfang.shell.asked import must_hold
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.tables import Sentence, State, Table
from lianfang.shell.components.text import moment
from lianfang.shell.components.types import Fact, Link
from lianfang.shell.forms import FilterForm
from lianfang.shell.reader import signed_in

KNOWLEDGE = Link(w("知识库", "Knowledge base"), "/publicity/knowledge/")
_COUNTED = w("知识库：{n} 个问题", "Knowledge base: {n} questions")
_LEDE = w(
    "每条答案都写明来源；未核实的，引用前先核对原件",
    "Each answer names its source; one that is not verified is held against the original before it is quoted",
)


class SheetFilter(FilterForm):
    """What is looked for."""

    q = asking.search("问题、答案含", "Question or answer contains")


@dataclass(frozen=True, slots=True)
class Shown:
    """A sheet as it answers on a day: by the version that holds, else by the next or the last one."""

    sheet: Sheet
    version: SheetVersion
    day: date

    @property
    def holds(self) -> bool:
        return self.version.holds(self.day)

    @property
    def validity(self) -> Words:
        """Whether it holds on the day, and if not, since or until when."""
        if self.day < self.version.valid_from:
            said = w("{day} 起有效，现在还不适用", "not in force before {day}")
            return said.fill(day=moment(self.version.valid_from, "year"))
        if not self.holds and self.version.valid_to is not None:
            return w("{day} 之后已不适用", "not in force since {day}").fill(day=moment(self.version.valid_to, "year"))
        return w("现行有效", "in force")

    @property
    def chip(self) -> Chip:
        if not self.holds:
            return Chip(self.validity, "excused", "near")
        return (
            Chip(w("已核实", "verified"), "done") if self.version.verified else Chip(w("未核实", "not verified"), "due")
        )


class SheetsTable(Table[Shown]):
    """The sheets of a topic."""

    question = Sentence(
        w("问题", "Question"), lambda row: row.sheet.words,
        link=lambda row: reverse("publicity:sheet", args=[row.sheet.code]),
    )  # fmt: skip
    answer = Sentence(w("答案", "Answer"), lambda row: row.version.answer)
    source = Sentence(w("来源", "Source"), lambda row: policy.source(row.version.source).title)
    state = State(w("状态", "State"), lambda row: row.chip)


@signed_in
def list_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The sheets by topic, in the playbook's order; with words, those that say them."""
    must_hold(actor, SEE)
    day = policy.today(clock.current().now())
    narrowed = SheetFilter(request.GET)
    every = [_shown(each, day) for each in policy.sheets()]
    found = [each for each in every if _says(each, narrowed.chosen("q") or "")]
    topics = list(dict.fromkeys(each.sheet.topic for each in found))
    context = {
        "title": _COUNTED.fill(n=len(found)) if found else KNOWLEDGE.words,
        "lede": _LEDE,
        "filter_form": narrowed if every else None,
        "topics": [
            (topic, f"topic-{at}", SheetsTable([each for each in found if each.sheet.topic == topic]))
            for at, topic in enumerate(topics)
        ],
        "none": not every,
    }  # fmt: skip
    return render(request, "publicity/knowledge.html", context)


@signed_in
def sheet_page(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """One sheet: its answer, where that comes from, and from when to when it holds; as a sheet of paper too."""
    must_hold(actor, SEE)
    day = policy.today(clock.current().now())
    sheet = existing(policy.sheet(code))
    shown = _shown(sheet, day)
    here = reverse("publicity:sheet", args=[code])
    context = {
        "title": sheet.words,
        "crumbs": [KNOWLEDGE],
        "shown": shown,
        "facts": _facts(shown),
        "others": [
            (each, _validity(each), _facts(Shown(sheet, each, day)))
            for each in sheet.versions
            if each is not shown.version
        ],
        "actions": [Link(w("打印", "Print"), f"{here}?print=1")],
        "back_href": here,
        "unit": sheet.topic,
    }  # fmt: skip
    printed = "_print" if request.GET.get("print") else ""
    return render(request, f"publicity/sheet{printed}.html", context)


def _shown(sheet: Sheet, day: date) -> Shown:
    held = next((each for each in sheet.versions if each.holds(day)), None)
    coming = next((each for each in sheet.versions if each.valid_from > day), None)
    return Shown(sheet, held or coming or sheet.versions[-1], day)


def _says(each: Shown, text: str) -> bool:
    wanted = text.strip().casefold()
    said = (
        each.sheet.words.zh, each.sheet.words.en, each.version.answer.zh, each.version.answer.en, each.sheet.topic.zh,
        each.sheet.topic.en, *each.sheet.found_by,
    )  # fmt: skip
    return not wanted or any(wanted in one.casefold() for one in said)


def _validity(version: SheetVersion) -> Words:
    until = moment(version.valid_to, "year") if version.valid_to else w("无截止", "open")
    return w("{since} 至 {until}", "{since} to {until}").fill(since=moment(version.valid_from, "year"), until=until)


def _facts(shown: Shown) -> list[Fact]:
    """Title, issuer, number, date and address of the source, as far as they are known, and how the answer is."""
    version, source = shown.version, policy.source(shown.version.source)
    said: list[tuple[Words, object]] = [
        (w("来源", "Source"), source.title),
        (w("发布单位", "Issued by"), version.issuer),
        (w("文号", "Number"), source.number),
        (w("成文日期", "Dated"), moment(source.issued_on, "year") if source.issued_on else None),
        (w("条款", "Clause"), version.clause),
        (w("网址", "Address"), version.address),
        (w("有效期", "Valid"), _validity(version)),
        (w("状态", "State"), shown.validity),
        (w("依据与核实", "How it is known"), policy.known(version)),
        (w("说明", "Note"), version.note),
    ]
    return [Fact(words, value) for words, value in said if value]
