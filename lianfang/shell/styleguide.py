"""shell · styleguide: made-up figures that show every component in every state it can have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest

from lianfang.kernel.measures import Measure, MeasureState
from lianfang.kernel.quantity import Qualifier, Quantity
from lianfang.kernel.words import Words, w
from lianfang.shell.components.cells import FigureLink
from lianfang.shell.components.chart import ChartKind, ChartSpec, Series
from lianfang.shell.components.grid import CoverageGrid, GridCell, GridColumn, GridRow
from lianfang.shell.components.marks import SLOT_WORDS, Chip, SlotState
from lianfang.shell.components.tables import Figure, Page, State, Table, Text, When
from lianfang.shell.components.text import later
from lianfang.shell.components.types import Event, Fact, Link, Need, Proof, Stat
from lianfang.shell.days import TypedDay

NOW = datetime(2020, 8, 10, 16, 40, tzinfo=ZoneInfo("Asia/Shanghai"))
HERE = "#evidence"

MEASURES = (
    (w("已报", "reported"), Measure(1912, 1912, 1950, NOW, MeasureState.OK)),
    (w("零，已核实", "zero, confirmed"), Measure(0, 1912, 1950, NOW, MeasureState.ZERO_CONFIRMED)),
    (w("零，未核实", "zero, unverified"), Measure(0, 640, 1950, NOW, MeasureState.ZERO_UNVERIFIED)),
    (w("部分", "partial"), Measure(12, 11, 16, NOW, MeasureState.PARTIAL)),
    (w("未报", "not reported"), Measure(None, None, 16, NOW, MeasureState.NOT_REPORTED)),
    (w("不适用", "not applicable"), Measure(None, state=MeasureState.NOT_APPLICABLE)),
)


class SampleForm(forms.Form):
    """A form with one field of each sort, filled in wrongly on purpose."""

    person = forms.CharField(
        label=later("被测人", "Person"), help_text=later("姓名、工号或房号", "Name, number or door")
    )
    celsius = forms.DecimalField(label=later("体温", "Temperature"), max_value=43)
    taken_on = TypedDay(label=later("日期", "Date"), required=False)
    method = forms.ChoiceField(
        label=later("方式", "Method"),
        choices=[("a", later("额温枪", "forehead")), ("b", later("水银腋温", "armpit, mercury"))],
        widget=forms.RadioSelect,
    )
    gate = forms.ChoiceField(
        label=later("门岗", "Gate"),
        required=False,
        choices=[("", later("全部", "all")), ("1", later("一号门", "Gate 1")), ("2", later("二号门", "Gate 2"))],
    )
    note = forms.CharField(label=later("备注", "Note"), widget=forms.Textarea, required=False)
    remeasured = forms.BooleanField(label=later("已用腋温复测", "Measured again at the armpit"), required=False)


class SampleFilter(forms.Form):
    """A row of filters."""

    day = TypedDay(label=later("日期", "Day"), required=False)
    unit = forms.ChoiceField(
        label=later("单位", "Unit"),
        required=False,
        choices=[("", later("全部", "all")), ("LOGISTICS", later("后勤服务中心", "Logistics"))],
    )
    q = forms.CharField(label=later("搜索", "Search"), widget=forms.TextInput({"type": "search"}), required=False)


def context(request: HttpRequest) -> dict[str, Any]:
    """Everything the styleguide's template shows."""
    wrong = SampleForm({"person": "", "celsius": "73.6", "method": "a"})
    wrong.fields["celsius"].unit = "℃"  # type: ignore[attr-defined]
    wrong.is_valid()
    return {
        "title": w("组件样张：每种状态一份", "Styleguide: every component in every state"),
        "lede": w("合成数据，仅供核对外观。", "Made-up data, to check the look."),
        "crumbs": [Link(w("首页", "Home"), "/")],
        "actions": [Link(w("主要操作", "Main act"), HERE), Link(w("次要操作", "Other act"), HERE)],
        "as_of": NOW,
        "needs": _needs(),
        "measures": MEASURES,
        "slots": list(SlotState),
        "chips": _chips(),
        "stats": _stats(),
        "quantities": _quantities(),
        "rounds": rounds(),
        "building": building(),
        "table": report_table(),
        "page": Page(items=tuple(range(5)), next="n2", previous=""),
        "curve": curve(),
        "bars": bars(),
        "heat": heat(),
        "timeline": _timeline(),
        "facts": _facts(),
        "proof": Proof(
            digest="b3c1f0a97e52d4486f1d0c2ab98e7745c5a1e6630f2b9d8471ce5503a1f76d2e",
            recorded_at=NOW,
            recorded_by="property",
            origin=w("现场", "field"),
            evidence=w("现场扫码", "scanned at the place"),
            seal_day=date(2020, 8, 10),
            seal_root="9f2c66d01e7ab3485ad1",
            seal_href=HERE,
            holds=True,
        ),
        "broken": Proof(digest="0000000000", recorded_at=NOW, holds=False),
        "form": wrong,
        "filter_form": SampleFilter(request.GET or None),
    }


def _needs() -> list[Need]:
    return [
        Need(
            w("8月10日日报待确认，2项与昨日差异较大", "Daily report of 10 Aug waits: 2 figures differ from yesterday"),
            HERE,
            w("核对并确认", "Review and confirm"),
            NOW + timedelta(minutes=20),
            Chip(w("临近", "near"), "due", "near"),
        ),
        Need(
            w("3号楼电梯 16:00 消毒未做", "Disinfection of lift 3 at 16:00 was missed"),
            HERE,
            w("补做或说明", "Do or explain"),
            NOW - timedelta(minutes=40),
            SlotState.MISSED,
            w("责任：物业公司", "Answers: property company"),
        ),
    ]


def _chips() -> list[Chip]:
    return [
        Chip(w("按时", "on time"), "done"),
        Chip(w("迟报", "late"), "late", "near"),
        Chip(w("漏报", "missing"), "missed", "overdue"),
        Chip(w("已退回", "returned"), "doubtful", "near"),
        Chip(w("待确认", "to confirm"), "due"),
    ]


def _stats() -> list[Stat]:
    return [
        Stat(w("发热", "Fever"), MEASURES[1][1], HERE, note=w("≥37.3℃，复测确认", "≥37.3℃, measured again")),
        Stat(w("缺勤不明", "Unexplained absence"), MEASURES[2][1], HERE),
        Stat(w("在岗项目部井队", "Active sites"), MEASURES[3][1], HERE),
        Stat(w("确诊", "Confirmed"), MEASURES[4][1], note=w("官方渠道尚未查询", "official channel not checked yet")),
        Stat(w("已报单位", "Units reported"), 29, HERE, w("/ 32 家", "of 32"), w("迟1，缺2", "1 late, 2 missing")),
        Stat(
            w("口罩可用", "Masks last"), 3, HERE, w("天", "days"), w("低于储备线 7 天", "below the line of 7"), "near"
        ),
        Stat(w("逾期事项", "Overdue"), 2, HERE, w("件", "items"), w("最早 16:00", "oldest 16:00"), "overdue"),
    ]


def _quantities() -> list[Quantity]:
    people, hotels = w("人", "people"), w("家", "hotels")
    return [
        Quantity(Decimal(2000), Qualifier.ABOUT, people),
        Quantity(Decimal(60), Qualifier.OVER, hotels),
        Quantity(Decimal(68), Qualifier.EXACT, hotels),
        Quantity(Decimal(12), Qualifier.AT_LEAST, people),
    ]


def rounds() -> CoverageGrid:
    """Three days of disinfection: three rounds a day, at sixteen places."""
    hours, days = (8, 12, 16), (8, 9, 10)
    columns = tuple(
        GridColumn(f"{hour:02}", f"8月{day}日 {hour}:00", f"8月{day}日", now=(day, hour) == (10, 16))
        for day in days
        for hour in (*hours, 20)
    )
    rows = []
    for n in range(16):
        cells: list[GridCell | None] = []
        for i, column in enumerate(columns):
            state = _state_at(n, i, column.now)
            word = SLOT_WORDS[state].say()
            tip = f"{column.title} · {word}" + ("" if state == SlotState.NOT_DUE else "\n物业 王* · 现场扫码")
            cells.append(GridCell(state, tip, "" if state == SlotState.NOT_DUE else f"#slot-{n}-{i}"))
        words = w(
            f"{n // 2 + 1}号楼{'楼梯' if n % 2 else '大厅'}", f"Block {n // 2 + 1} {'stairs' if n % 2 else 'hall'}"
        )
        rows.append(GridRow(words, tuple(cells), href=f"#place-{n}"))
    return CoverageGrid(w("消毒覆盖", "Disinfection coverage"), columns, tuple(rows), w("地点", "Place"), NOW)


def _state_at(n: int, i: int, now: bool) -> SlotState:
    if i == 11:
        return SlotState.NOT_DUE
    if now:
        return SlotState.DUE if n % 3 else SlotState.DONE
    odd = {(3, 2): "missed", (7, 6): "missed", (5, 1): "late", (9, 8): "late", (12, 5): "excused", (10, 9): "doubtful",
           (12, 9): "overdue", (14, 9): "void"}  # fmt: skip
    return SlotState(odd.get((n, i), "done"))


def building() -> CoverageGrid:
    """One building of the estate: a door is a household, a floor is a row."""
    rows = []
    for floor in range(9, 0, -1):
        cells = []
        for door in range(1, 17):
            late = (floor * 7 + door * 3) % 31
            state = SlotState.MISSED if late == 0 else SlotState.EXCUSED if late == 1 else SlotState.DONE
            state = SlotState.DUE if late in (2, 3, 4) else state
            cells.append(GridCell(state, f"{floor}{door:02}室 · {SLOT_WORDS[state].say()}", f"#home-{floor}{door:02}"))
        rows.append(GridRow(w(f"{floor}层", f"F{floor}"), tuple(cells)))
    columns = tuple(GridColumn(f"{door:02}") for door in range(1, 17))
    return CoverageGrid(w("3号楼入户排查", "Block 3, household visits"), columns, tuple(rows), elevation=True)


@dataclass(frozen=True)
class UnitDay:
    """What a unit reported."""

    unit: Words
    fever: object
    to_check: object
    absent: object
    state: Chip
    sent: datetime | None
    href: str = HERE


class ReportTable(Table[UnitDay]):
    """Units down, indicators across, totals by measure algebra."""

    unit = Text(w("单位", "Unit"), link=lambda row: row.href, total=w("合计", "Total"))
    fever = Figure(w("发热", "Fever"), note="H2", total=MEASURES[3][1])
    to_check = Figure(w("应测", "To check"), note="H1", total=MEASURES[3][1])
    absent = Figure(w("缺勤不明", "Absent"), note="H4", total=MEASURES[3][1])
    state = State(w("状态", "State"), total=w("4家", "4 units"))
    sent = When(w("报送", "Sent"))


def report_table() -> ReportTable:
    """A roll-up."""
    ok, zero, bare, part, none, blank = (measure for _, measure in MEASURES)
    chips, later = _chips(), NOW + timedelta(minutes=7)
    rows = [
        UnitDay(w("后勤服务中心", "Logistics"), FigureLink(zero, HERE), FigureLink(ok, HERE), zero, chips[0], NOW),
        UnitDay(w("洁倍佳洗涤公司", "Laundry"), FigureLink(bare, HERE), ok, part, chips[1], later),
        UnitDay(w("第三钻井队", "Drilling crew 3"), none, none, none, chips[2], None),
        UnitDay(w("离退休支部", "Retired branch"), zero, blank, blank, chips[4], None),
    ]
    return ReportTable(rows, caption=w("分单位日报", "Daily report by unit"))


def curve() -> ChartSpec:
    """The official course, with the days on which nobody looked left open."""
    labels = tuple(f"{(date(2020, 7, 16) + timedelta(days=i)):%m-%d}" for i in range(26))
    cases = (1, 0, 5, 17, 13, 8, 9, 18, 13, 22, 41, 57, 89, 96, 112, 31, 30, 28, 22, 27, 26, 25, 15, 14, 15, 13)
    own = (*([0] * 9), None, None, *([0] * 15))
    series = (
        Series(w("新增确诊（官方）", "New confirmed (official)"), cases),
        Series(w("本单位发热", "Own fever"), own),
    )
    return ChartSpec(
        w("疫情与本单位", "The outbreak and us"),
        labels,
        series,
        w("例", "cases"),
        now="08-10",
        note=w("断开处为未报", "gaps were not reported"),
    )


def bars() -> ChartSpec:
    """Done and expected side by side."""
    days = tuple(f"08-{day:02}" for day in range(4, 11))
    done = Series(w("已做", "done"), (48, 48, 46, 48, 47, 48, 31), ChartKind.BAR)
    due = Series(w("应做", "due"), (48, 48, 48, 48, 48, 48, 48), ChartKind.BAR, tone="rule-2")
    return ChartSpec(w("消毒点次", "Disinfection"), days, (done, due), w("点次", "times"), ChartKind.BAR, size="low")


def heat() -> ChartSpec:
    """One figure over gates and hours."""
    hours = tuple(f"{hour:02}" for hour in range(6, 22))
    gates = (
        Series(w(f"{gate}号门", f"Gate {gate}"), tuple((hour * gate * 7) % 43 for hour in range(16)))
        for gate in (1, 2, 3)
    )
    return ChartSpec(
        w("出入人次", "Gate passages"), hours, tuple(gates), w("人次", "times"), ChartKind.HEAT, size="low"
    )


def _timeline() -> list[Event]:
    return [
        Event(
            NOW,
            w("更正：有效氯 500 → 1000 mg/L", "Correction: chlorine 500 → 1000 mg/L"),
            "物业 王*",
            w("原因：抄错量杯刻度", "Reason: misread the jug"),
            HERE,
        ),
        Event(
            NOW - timedelta(hours=2),
            w("消毒：3号楼电梯，500 mg/L", "Disinfected: lift 3, 500 mg/L"),
            "物业 王*",
            href=HERE,
            struck=True,
            tags=(w("现场扫码", "scanned"),),
        ),
        Event(
            NOW - timedelta(hours=6),
            w("12:00 一轮未做", "The 12:00 round was missed"),
            mark="missed",
            tags=(w("自动", "automatic"),),
        ),
    ]


def _facts() -> list[Fact]:
    return [
        Fact(w("地点", "Place"), Link(w("3号楼电梯", "Lift 3"), HERE)),
        Fact(w("发生", "Occurred"), NOW),
        Fact(w("有效氯", "Chlorine"), "1,000 mg/L"),
        Fact(w("作用时间", "Contact"), w("30 分钟", "30 minutes")),
        Fact(w("状态", "State"), SlotState.DONE),
        Fact(w("发热", "Fever"), MEASURES[1][1]),
    ]
