"""upkeep · console: the page of the backups: the plan, the last ones, and one now."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from lianfang.areas.upkeep import actions, queries
from lianfang.areas.upkeep.forms import PlanForm
from lianfang.areas.upkeep.kinds import PLAN, SEE
from lianfang.areas.upkeep.kinds_backup_done import OUTCOMES, SORTS
from lianfang.ground.units import queries as units
from lianfang.kernel import clock
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.acting import acted, pressed, shown
from lianfang.shell.asked import must_hold
from lianfang.shell.components.cells import PostButton
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.tables import Figure, Sentence, State, Table, Text, When
from lianfang.shell.components.types import Fact
from lianfang.shell.forms import posted
from lianfang.shell.reader import signed_in

_USUAL = {"every_hours": 24, "keep_days": 7, "keep_weeks": 4, "keep_months": 12, "keep_log": True}
_TONES = {"proved": "done", "made": "due", "failed": "missed"}


@signed_in
def backup_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The plan and what became of it; whoever may set it finds the form beside."""
    must_hold(actor, SEE)
    planned = queries.plan(actor)
    form = _form(request, actor, planned) if PLAN in actor.verbs else None
    if request.method == "POST":
        must_hold(actor, PLAN)
    if form is not None:
        here = reverse("upkeep:backup")
        went = acted(request, form, lambda said: _set(actor, said), done=w("已保存", "Saved"), to=here)
        if went is not None:
            return went
    done, proved = queries.backups(actor), queries.proved_at(actor)
    context = {
        "title": w("备份", "Backups"),
        "lede": w(
            "系统按计划自动加密备份，并试恢复核验；打开备份的私钥不在本机。",
            "Encrypted backups are made by plan, and each is proved by restoring it. The private key is "
            "not on this machine.",
        ),
        "facts": _facts(actor, planned, proved),
        "form": form,
        "form_title": w("更改计划", "Change the plan") if planned else w("设置计划", "Set a plan"),
        "log_title": w("最近的备份", "Last backups"),
        "log": BackupsTable(done),
        "log_empty": w("还没有备份。", "No backup yet."),
        "actions": _acts() if planned is not None and actor.may(PLAN, planned.path) else [],
    }
    return shown(request, form, "shell/setting.html", context)


def _form(request: HttpRequest, actor: Actor, planned: queries.Planned | None) -> PlanForm:
    kept: dict[str, Any] = dict(_USUAL)
    if planned is not None:
        kept = {name: getattr(planned, name) for name in ("unit", "folder", *_USUAL)}
    return PlanForm(actor, clock.day_of(clock.current().now()).date, posted(request), initial=kept)


def _set(actor: Actor, said: dict[str, Any]) -> None:
    unit = units.unit(actor, said["unit"])
    actor.must(PLAN, unit.path)
    actions.set_plan(actor, unit=unit, said={name: value for name, value in said.items() if name != "unit"})


def _facts(actor: Actor, planned: queries.Planned | None, proved: Any) -> list[Fact]:
    facts = [Fact(w("最近一次验证过的备份", "Last proved backup"), proved or w("没有", "none"))]
    if planned is not None:
        every = w("每 {n} 小时", "every {n} hours").fill(n=planned.every_hours)
        facts += [
            Fact(w("文件夹", "Folder"), planned.folder),
            Fact(w("多久一次", "How often"), every),
            Fact(w("下次", "Next"), queries.due_at(actor, planned)),
        ]
    keys = queries.recipients()
    said: Words | str = " ".join(f"{key[:10]}…{key[-4:]}" for key in keys) if keys else w("没有", "none")
    return [*facts, Fact(w("加密所用公钥", "Encrypted for (public keys)"), said)]


def _acts() -> list[PostButton]:
    stops = w("停用后不再自动备份。", "No more automatic backups are made.")
    return [
        PostButton(w("立即备份", "Back up now"), reverse("upkeep:now")),
        PostButton(w("停用计划", "End the plan"), reverse("upkeep:end"), confirm=stops),
    ]


class BackupsTable(Table[queries.Done]):
    """The last backups, each with what became of it."""

    ended_at = When(w("完成", "Ended"))
    outcome = State(w("结果", "Outcome"), lambda row: Chip(OUTCOMES[row.outcome], _TONES[row.outcome]))
    sort = Text(w("种类", "Sort"), lambda row: SORTS[row.sort] if row.sort else "")
    size = Figure(w("大小", "Size"), lambda row: "" if row.size is None else f"{row.size / (1 << 20):.1f} MB")
    entries = Figure(w("记录数", "Entries"))
    said = Sentence(
        w("文件夹或原因", "Folder, or reason"), lambda row: Words(row.zh, row.en) if row.zh and row.en else row.folder
    )


@require_POST
@signed_in
def now(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Asks for one now."""
    must_hold(actor, PLAN)
    done = w("正在备份，完成后列在下表", "A backup is being made; it will appear in the table")
    return pressed(request, lambda: actions.back_up_now(actor), done=done, to=reverse("upkeep:backup"))


@require_POST
@signed_in
def end(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ends the plan."""
    must_hold(actor, PLAN)
    done = w("备份计划已停用", "The plan is ended")
    return pressed(request, lambda: actions.end_plan(actor), done=done, to=reverse("upkeep:backup"))
