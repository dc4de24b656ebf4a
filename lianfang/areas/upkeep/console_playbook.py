"""upkeep · console of the playbook: which edition is in force, whether a newer one is here, and how it is applied."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lianfang.areas.upkeep.kinds import SEE
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, listed, w
from lianfang.playbook import Change, current, shipped, stored
from lianfang.shell.asked import must_hold
from lianfang.shell.components.cells import Command
from lianfang.shell.components.tables import Sentence, Table, Text
from lianfang.shell.components.types import Fact
from lianfang.shell.reader import signed_in

_SHOWN, _LONG = 200, 200
_WHAT = {"added": w("新增", "added"), "removed": w("取消", "removed"), "changed": w("变更", "changed")}


class ChangesTable(Table[Change]):
    """What another edition changes, rule by rule."""

    what = Text(w("变更", "Change"), lambda row: _WHAT[row.what])
    path = Text(w("规定", "Rule"))
    before = Sentence(w("原为", "Was"), lambda row: _said(row.before))
    after = Sentence(w("改为", "Becomes"), lambda row: _said(row.after))


@signed_in
def page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The edition in force and the one that comes with the program; applying is a command on the machine."""
    must_hold(actor, SEE)
    number = shipped.newer()
    changes = shipped.changes() if number else []
    lede = w(
        "升级程序不会更换防控方案：本系统按原规定执行，直到新版启用。过去的判定不改。",
        "Upgrading the program does not change the playbook: the old rules apply until the new edition "
        "is put in force. Past verdicts stay.",
    )
    context = {
        "title": w("防控方案", "Playbook"),
        "lede": lede,
        "facts": _facts(number),
        "log_title": _title(len(changes)) if number else w("随程序提供的版本", "The edition supplied with the program"),
        "log": ChangesTable(changes[:_SHOWN]),
        "log_empty": w("没有更新的版本。", "There is no newer edition."),
    }
    return render(request, "shell/setting.html", context)


def _title(changes: int) -> Words:
    """How much it changes, and where the rest stands if not all of it is listed."""
    if changes <= _SHOWN:
        return w("新版的变更（{n} 处）", "What it changes ({n})").fill(n=changes)
    says = w(
        "新版的变更（{n} 处，此处列前 {shown} 处；全部见 lianfang playbook apply --dry-run）",
        "What it changes ({n}; the first {shown} are listed here, all with lianfang playbook apply --dry-run)",
    )
    return says.fill(n=changes, shown=_SHOWN)


def _facts(number: str | None) -> list[Fact]:
    meta, applied = current().meta, stored.history()[:1]
    facts = [Fact(w("现行", "In force"), listed([meta.words, Words(meta.version, meta.version)], Words(" ", " ")))]
    facts += [Fact(w("启用", "Applied"), each.applied_at) for each in applied]
    if number is not None:
        command = f"lianfang playbook apply {meta.code}"
        facts += [
            Fact(w("随程序提供的新版", "Newer edition supplied"), number),
            Fact(w("先看影响（在服务器上运行）", "First, on the server"), Command(f"{command} --dry-run")),
            Fact(w("启用（在服务器上运行）", "Then, to apply it"), Command(command)),
        ]
    return facts


def _said(value: object) -> Words | str:
    """A value as it may be read: what a rule is called, how many there are of a list, or the value itself."""
    if isinstance(value, dict):
        words = value if "zh" in value else value.get("words") or value.get("says")
        if isinstance(words, dict) and words.get("zh"):
            return Words(words["zh"], words["en"])
        return _said([*value])
    if isinstance(value, list):
        return w("{n} 项", "{n} items").fill(n=len(value))
    if isinstance(value, bool):
        return w("是", "yes") if value else w("否", "no")
    return "" if value is None else str(value)[:_LONG]
