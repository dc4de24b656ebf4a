"""incidents · kinds: every act in the life of an incident, a drill, a finding and a plan, said in both languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from lianfang.areas.incidents import payloads
from lianfang.areas.incidents.payloads import CHANGES, HOWS, LINKS, SORTS
from lianfang.areas.incidents.projections import ACT
from lianfang.kernel.kinds import Presence, Privacy, act_kind
from lianfang.kernel.words import Words, w

# What the roles hold: to see; to propose; to record steps, calls and links; to answer, report and close;
# to run drills; to write plans; to approve them.
SEE, PROPOSE, ACT_ON, ANSWER = "incidents.see", "incidents.propose", "incidents.act", "incidents.answer"
DRILL, PLAN, APPROVE = "incidents.drill", "incidents.plan", "incidents.approve"

PROPOSED, OPENED, DISMISSED = "incidents.proposed", "incidents.opened", "incidents.dismissed"
STEP_DONE, STEP_SKIPPED = "incidents.step_done", "incidents.step_skipped"
TOLD, LINKED, CAUSE_CHANGED = "incidents.told", "incidents.linked", "incidents.cause_changed"
REPORTED, CLOSED, REOPENED = "incidents.reported", "incidents.closed", "incidents.reopened"
DRILL_STARTED, INJECTED, DRILL_ENDED = "incidents.drill_started", "incidents.injected", "incidents.drill_ended"
FINDING, FINDING_MENDED = "incidents.finding", "incidents.finding_mended"
PLAN_VERSION, PLAN_APPROVED = "incidents.plan_version", "incidents.plan_approved"
PLAN_WITHDRAWN = "incidents.plan_withdrawn"

_PERSONS = Privacy(w("处置突发情况、联系到相关人员", "to deal with an incident and reach those concerned"), 60, True)


def _said(zh: str, en: str, **words: Mapping[str, Words]) -> Callable[[Mapping[str, Any]], Words]:
    """A sentence whose slots are fields; `words` gives the words of those that are codes."""
    saying = w(zh, en)

    def sentence(data: Mapping[str, Any]) -> Words:
        slots = {name: words[name][value] if name in words else value for name, value in data.items()}
        return saying.fill(**slots)

    return sentence


def _told(data: Mapping[str, Any]) -> Words:
    return w("{how}告知{whom}", "told {whom} {how}").fill(how=HOWS[data["how"]], whom=data["whom"])


_kind = partial(act_kind, see=SEE, projection=ACT, streams=True, exercises=True)
KINDS = (
    _kind(
        PROPOSED, w("突发情况待受理", "incident proposed"), payloads.Proposed,
        _said("提出突发情况 {code}", "proposed an incident {code}"), PROPOSE,
        privacy=_PERSONS, place=Presence.OPTIONAL, person=Presence.OPTIONAL,
    ),
    _kind(
        OPENED, w("突发情况受理", "incident accepted"), payloads.Opened,
        _said("受理 {code}，开始处置", "accepted {code}: its procedure runs"), ANSWER,
    ),
    _kind(
        DISMISSED, w("突发情况不受理", "incident dismissed"), payloads.Dismissed,
        _said("不受理 {code}：{reason}", "dismissed {code}: {reason}"), ANSWER,
    ),
    _kind(
        STEP_DONE, w("处置步骤办理", "step done"), payloads.StepDone,
        _said("办理步骤 {step}", "did the step {step}"), ACT_ON,
    ),
    _kind(
        STEP_SKIPPED, w("处置步骤跳过", "step left out"), payloads.StepSkipped,
        _said("跳过步骤 {step}：{reason}", "left out the step {step}: {reason}"), ACT_ON,
    ),
    _kind(TOLD, w("告知", "told"), payloads.Told, _told, ACT_ON),
    _kind(
        LINKED, w("关联", "linked"), payloads.Linked, _said("关联：{role}", "linked as {role}", role=LINKS), ACT_ON,
        privacy=_PERSONS, place=Presence.OPTIONAL, person=Presence.OPTIONAL,
    ),
    _kind(
        CAUSE_CHANGED, w("依据变化", "entry behind it changed"), payloads.CauseChanged,
        _said("依据的记录{change}", "the entry behind it was {change}", change=CHANGES), ACT_ON,
    ),
    _kind(
        REPORTED, w("突发情况报告", "incident report"), payloads.Reported,
        _said("向{to}{sort}（第 {number} 份）", "{sort} report {number} to {to}", sort=SORTS), ANSWER,
        fulfils=("incident_report",),
    ),
    _kind(
        CLOSED, w("突发情况办结", "incident closed"), payloads.Closed, _said("办结：{result}", "closed: {result}"),
        ANSWER,
    ),
    _kind(
        REOPENED, w("突发情况重新打开", "incident reopened"), payloads.Reopened,
        _said("重新打开：{reason}", "reopened: {reason}"), ANSWER,
    ),
    _kind(
        DRILL_STARTED, w("演练开始", "drill started"), payloads.DrillStarted,
        _said("演练 {code} 开始：{title}", "drill of {code} started: {title}"), DRILL, place=Presence.OPTIONAL,
    ),
    _kind(INJECTED, w("演练注入", "injected"), payloads.Injected, _said("注入：{what}", "put in: {what}"), DRILL),
    _kind(DRILL_ENDED, w("演练结束", "drill ended"), payloads.DrillEnded, _said("演练结束", "the drill ended"), DRILL),
    _kind(
        FINDING, w("问题移交", "finding"), payloads.Finding,
        _said("移交问题，{due_on} 前整改：{what}", "to be rectified by {due_on}: {what}"), ACT_ON,
    ),
    _kind(
        FINDING_MENDED, w("问题整改", "finding rectified"), payloads.FindingMended,
        _said("已整改：{how}", "rectified: {how}"), ACT_ON,
    ),
    _kind(
        PLAN_VERSION, w("方案版本", "plan version"), payloads.PlanVersion,
        _said("编制《{zh}》第 {number} 版", "wrote version {number} of “{en}”"), PLAN,
    ),
    _kind(
        PLAN_APPROVED, w("方案批准", "plan approved"), payloads.PlanApproved,
        _said("{approver}批准第 {number} 版，{effective_from} 至 {effective_to}",
              "{approver} approved version {number}, {effective_from} to {effective_to}"), APPROVE,
    ),
    _kind(
        PLAN_WITHDRAWN, w("方案停用", "plan withdrawn"), payloads.PlanWithdrawn,
        _said("停用第 {number} 版：{reason}", "withdrew version {number}: {reason}"), APPROVE,
    ),
)  # fmt: skip
