"""reporting · kinds: the acts in the life of a report; each is made only by its own action.

They share one table, which the owner's functions alone write (`kept`): its model, with a policy of its own, stands in
models.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from lianfang.areas.reporting.models import Step as Row
from lianfang.kernel.declaring import declare_act
from lianfang.kernel.measures import MeasureState
from lianfang.kernel.payloads import Code, Line, Payload, Sha256, Text, fact
from lianfang.kernel.projections import Projection, Rows
from lianfang.kernel.spans import dated
from lianfang.kernel.words import Words, w

SEE, CONFIRM, RECEIVE, REMIND = "reporting.see", "reporting.confirm", "reporting.receive", "reporting.remind"

CONFIRMED, AMENDED = "reporting.confirmed", "reporting.amended"
RECEIVED, RETURNED, REMINDED = "reporting.received", "reporting.returned", "reporting.reminded"
FILLED, REVIEWED, SENT_BACK = "reporting.filled", "reporting.reviewed", "reporting.sent_back"
UNSIGNED, RECALLED = "reporting.unsigned", "reporting.recalled"
CHASED = "reporting.chased"
DEPUTISED, DEPUTY_ENDED = "reporting.deputised", "reporting.deputy_ended"

Reason = Annotated[Line, Field(min_length=1)]
Path = Annotated[str, Field(max_length=400)]
Head = Annotated[str, Field(pattern=r"^LIANFANG:1:[0-9A-F:-]{100,700}$")]
FormCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
Indicator = Annotated[str, Field(pattern=r"^[A-Z][0-9]{1,2}$")]
Tally = Annotated[int, Field(ge=0)]


class Figure(Payload):
    """One measure as it was filed. A value that nobody recorded is absent, and its state says so."""

    code: Indicator = fact("指标", "indicator")
    value: Decimal | None = fact("数值", "value", default=None)
    checked: Tally | None = fact("已查", "checked", default=None)
    expected: Tally | None = fact("应查", "expected", default=None)
    state: MeasureState = fact("状态", "state")


class Child(Payload):
    """The report of a unit directly below, as it stood when this one was filed."""

    unit: Code = fact("单位", "unit")
    version: int = fact("版次", "version", ge=1)
    digest: Sha256 = fact("摘要", "digest")


class About(Payload):
    """Which report something is said of. `path` is where the unit stood on the report's own day."""

    form: FormCode = fact("报表", "form")
    day: date = fact("报告日", "day of the report")
    path: Path = fact("当日隶属", "place in the tree on that day")


class Signature(Payload):
    """One step of signing that a version rests on: whose login took it, and when.

    `stands` says in which right: its own, as a deputy, or from above (代); `stands_for` whose place or why.
    """

    step: Literal["fill", "review", "sign"] = fact("步骤", "step")
    login: Line = fact("签署人", "signed by")
    at: datetime = fact("时间", "at")
    stands: Literal["own", "deputy", "above"] = fact("身份", "in what capacity", default="own")
    stands_for: Line | None = fact("代签说明", "stands in for", default=None)


class Event(Payload):
    """One event of the day as it stood when the report was signed. Names no person."""

    incident: UUID = fact("突发情况", "incident")
    code: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")] = fact("事件", "event")
    unit: Code = fact("单位", "unit")
    at: datetime = fact("发生", "occurred")
    state: Annotated[str, Field(max_length=20)] = fact("状态", "state")
    open: bool | None = fact("未办结", "still open", default=None)


class Filed(About):
    """A report as it was confirmed: frozen, so that a later entry shows beside it and never inside it.

    `figures` is what the unit states itself; `below` the roll-up of the unit and everything under it, absent
    where nothing is under it. The window is [from_at, to_at); `as_of` is the moment of the figures. `seal` is
    the unit's seal of that day, where it was made already; `head` the compact witness of all seals at that moment,
    so that whoever holds the report holds a witness. `events` is what happened on the day, absent from versions of
    before reports listed it; `signatures` who took which step, the last of them the sign-off that this entry is.
    """

    number: int = fact("版次", "version", ge=1)
    from_at: datetime = fact("统计起", "window opens")
    to_at: datetime = fact("统计止", "window closes")
    due_at: datetime = fact("截止时间", "cut-off")
    as_of: datetime = fact("数据截至", "as of")
    figures: tuple[Figure, ...] = fact("本单位指标", "the unit's own figures")
    below: tuple[Figure, ...] | None = fact("汇总指标", "rolled-up figures", default=None)
    children: tuple[Child, ...] = fact("下级报表", "reports from below", default=())
    narrative: Text | None = fact("情况说明", "narrative", default=None)
    late_reason: Reason | None = fact("迟报原因", "reason for being late", default=None)
    playbook: Line = fact("方案版本", "playbook")
    seal: Sha256 | None = fact("封印", "seal", default=None)
    head: Head | None = fact("封印凭证", "witness of all seals", default=None)
    events: tuple[Event, ...] | None = fact("当日突发情况", "events of the day", default=None)
    signatures: tuple[Signature, ...] = fact("签署", "signatures", default=())


class Confirmed(Filed):
    """The first version of a report."""


class Amended(Filed):
    """A further version (更正报), with the reason for it."""

    why: Reason = fact("更正原因", "reason for the amendment")


class Handled(About):
    """What the unit above says of a version, in its own chain of seals: nobody below can exchange what was filed.

    `of` is the unit whose report it is, `report` the digest of that version's entry, `seal` that unit's seal of the
    report's day and `head` the installation's head, each where it was made already. Entries from before stood in the
    reporting unit's chain and hold the number alone.
    """

    number: int = fact("版次", "version", ge=1)
    of: Code | None = fact("报送单位", "unit whose report it is", default=None)
    report: Sha256 | None = fact("报表摘要", "digest of the version", default=None)
    seal: Sha256 | None = fact("封印", "seal", default=None)
    head: Sha256 | None = fact("总封印", "head of the installation", default=None)


class Received(Handled):
    """The unit above has received a version."""


class Returned(Handled):
    """The unit above asks for another version."""

    why: Reason = fact("退回原因", "reason for the return")


class Step(About):
    """A step before the sign-off, over the figures and events that its taker had before him (`seen`)."""

    number: int = fact("版次", "version", ge=1)
    seen: Annotated[str, Field(max_length=100)] = fact("数字摘要", "digest of the figures")
    stands: Literal["own", "deputy", "above"] = fact("身份", "in what capacity", default="own")
    stands_for: Line | None = fact("代签说明", "stands in for", default=None)


class Filled(Step):
    """The report is filled in: what the figures do not say, and of an amendment why."""

    narrative: Text | None = fact("情况说明", "narrative", default=None)
    late_reason: Reason | None = fact("迟报原因", "reason for being late", default=None)
    why: Reason | None = fact("更正原因", "reason for the amendment", default=None)


class Reviewed(Step):
    """The report is reviewed."""


class TakenBack(About):
    """What was signed of a version is taken back, with the reason."""

    number: int = fact("版次", "version", ge=1)
    why: Reason = fact("原因", "reason")


class SentBack(TakenBack):
    """Whoever reviews or signs wants it filled in again."""


class Unsigned(TakenBack):
    """Whoever took the last step takes it back, before the report is signed off."""


class Recalled(TakenBack):
    """The unit takes its report back before the unit above has received it; another version follows."""


class Deputised(Payload):
    """Somebody who signs for a unit names who signs for him on some days."""

    form: FormCode = fact("报表", "form")
    path: Path = fact("隶属", "place in the tree")
    deputy: Line = fact("代签人", "deputy")
    from_day: date = fact("起", "from")
    to_day: date = fact("止", "to")
    why: Reason = fact("原因", "reason")


class DeputyEnded(Payload):
    """A deputy's days end before the last of them: from this moment he signs for nobody. What he signed stands."""

    form: FormCode = fact("报表", "form")
    path: Path = fact("隶属", "place in the tree")
    naming: UUID = fact("委托", "deputy entry")
    deputy: Line = fact("代签人", "deputy")
    why: Reason = fact("原因", "reason")


class Reminded(About):
    """A unit was reminded of a report that is not there."""

    due_at: datetime = fact("截止时间", "cut-off")


class Chased(Payload):
    """A unit was reminded of what is missing behind a figure. `missing` is how many that were; nobody is named."""

    report_day: date = fact("报告日", "reporting day")
    code: Indicator = fact("指标", "indicator")
    path: Path = fact("隶属", "place in the tree")
    missing: int = fact("缺项", "missing", ge=1)


_ROWS = Rows.of(
    Row,
    Confirmed,
    Amended,
    Received,
    Returned,
    Reminded,
    Filled,
    Reviewed,
    SentBack,
    Unsigned,
    Recalled,
    kept=True,
    unprojected=("from_at", "to_at", "playbook", "head", "report"),
    report_unit="coalesce(e.data->>'of', e.unit)",
    report_day="day",
    unit_path="path",
    step="e.version",
    digest="e.digest",
)
# What the verifier holds against the ledger, column by column.
STEP_COLUMNS = _ROWS.columns
# One row for each act, and the database retraces the reports that it concerns.
_STEPS = Projection(
    rows=_ROWS,
    then=("SELECT reporting_retrace(%(touched)s::uuid[])",),
    also=("reporting_report", "reporting_figure", "reporting_sum"),
)


def _said(zh: str, en: str) -> Any:
    words = w(zh, en)

    def sentence(data: Mapping[str, Any]) -> Words:
        of = Words(f"{data['of']} ", f" of {data['of']}") if data.get("of") else ""
        day = dated(date.fromisoformat(str(data["day"])))
        return words.fill(day=day, number=data.get("number", ""), why=data.get("why", ""), of=of)

    return sentence


_kind = partial(declare_act, table=_STEPS, streams=True, primary=("day", "number"))
KINDS = (
    _kind(
        CONFIRMED, Confirmed, w("日报确认", "report confirmed"),
        _said("确认{day}日报表", "confirmed the report for {day}"), record=CONFIRM,
        # What its own unit recalled is a draft again, until an amendment follows.
        taken_back="SELECT t.entry FROM reporting_report r JOIN reporting_step t ON t.report_unit = r.unit "
        "AND t.report_day = r.report_day AND t.form = r.form WHERE r.report_day = %(day)s AND r.handling = 'recalled'",
    ),
    _kind(
        AMENDED, Amended, w("日报表更正", "report amended"),
        _said("更正{day}日报表为第 {number} 版：{why}", "amended the report for {day} to version {number}: {why}"),
        record=CONFIRM,
    ),
    _kind(
        RECEIVED, Received, w("日报表接收", "report received"),
        _said("接收 {of}{day}日报表第 {number} 版", "received version {number} of the report{of} for {day}"),
        record=RECEIVE,
    ),
    _kind(
        RETURNED, Returned, w("日报表退回", "report returned"),
        _said(
            "退回 {of}{day}日报表第 {number} 版：{why}", "returned version {number} of the report{of} for {day}: {why}"
        ), record=RECEIVE,
    ),
    _kind(
        FILLED, Filled, w("日报表填报", "report filled in"),
        _said("填报{day}日报表第 {number} 版", "filled in version {number} of the report for {day}"), record=CONFIRM,
    ),
    _kind(
        REVIEWED, Reviewed, w("日报表审核", "report reviewed"),
        _said("审核{day}日报表第 {number} 版", "reviewed version {number} of the report for {day}"), record=CONFIRM,
    ),
    _kind(
        SENT_BACK, SentBack, w("日报表退回填报", "report sent back to be filled in"),
        _said("将{day}日报表第 {number} 版退回填报：{why}",
              "sent version {number} of the report for {day} back to be filled in: {why}"), record=CONFIRM,
    ),
    _kind(
        UNSIGNED, Unsigned, w("撤回签字", "signature taken back"),
        _said("撤回{day}日报表第 {number} 版的签字：{why}",
              "took back the signature of version {number} of the report for {day}: {why}"), record=CONFIRM,
    ),
    _kind(
        RECALLED, Recalled, w("撤回报送", "report recalled"),
        _said("撤回已报送的{day}日报表第 {number} 版：{why}",
              "recalled version {number} of the report for {day}: {why}"), record=CONFIRM,
    ),
    declare_act(
        DEPUTISED, Deputised, w("委托代签", "deputy named"),
        w("委托 {deputy} 于 {from_day} 至 {to_day} 代为签署：{why}",
          "{deputy} signs in place, from {from_day} to {to_day}: {why}"),
        record=CONFIRM, see=SEE, model="Deputy", table="reporting.deputy", unprojected=("path",),
        indexes={"reporting_deputy_of": ("unit", "deputy", "to_day")},
    ),
    declare_act(
        DEPUTY_ENDED, DeputyEnded, w("结束代签", "deputy's term ended"),
        w("结束 {deputy} 的代签：{why}", "{deputy} no longer signs in place: {why}"),
        record=CONFIRM, see=SEE, model="DeputyEnd", table="reporting.deputy_end",
        unprojected=("form", "path", "deputy"), indexes={"reporting_deputy_end_of": ("naming",)},
    ),
    declare_act(
        CHASED, Chased, w("缺项催办", "reminder of what is missing"),
        w("催办 {report_day} 报告日 {code} 缺项 {missing} 项", "reminded of {missing} missing: {code} of {report_day}"),
        record=REMIND, see=SEE, model="Chase", table="reporting.chase", unprojected=("path",),
        of_entry=("recorded_by",),
        indexes={"reporting_chase_of": ("unit", "report_day", "code")},
    ),
    _kind(
        REMINDED, Reminded, w("日报表催报", "reminder sent"),
        _said("催报{day}日报表", "reminded of the report for {day}"), record=REMIND,
    ),
)  # fmt: skip
