"""campaigns · team161.bulletins: the paper's page of bulletins: a text for each day since the last issue.

A figure is a reference to the confirmed reports of that day, so that it is printed with its proof or not at all. What
went wrong on a day is what the replay planned, and says that it is made up. The city's figures are the published ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from lianfang.campaigns.team161.plan.shapes import FIRST_DAY, Plan
from lianfang.campaigns.team161.plan.units import SITE_KINDS
from lianfang.campaigns.team161.plan.watch import site_status

# What is told of a day, each with the figures that it refers to: indicator and unit by their codes.
_TOLD = (
    "已收到下属单位日报{I1 T161}份；在册应测体温{H1 T161}人，公共场所消毒{E1 T161}点次，小区门岗登记{G1 C161}人次。",
    "物业公司消毒{E1 T161-PROP}点次、清运垃圾点{E3 T161-PROP}处；小区出入登记{G1 C161}人次；全队报表收到{I1 T161}份。",
    "野外作业点在岗{R1 T161}个，全队在册应测体温{H1 T161}人；消毒完成{E1 T161}点次，日报收到{I1 T161}份。",
    "日报收到{I1 T161}份，消毒完成{E1 T161}点次，其中物业公司{E1 T161-PROP}点次；门岗登记{G1 C161}人次。",
)
_QUIET = "当日记录中没有漏报、迟报和漏做一类的异常。"


def bulletins(plan: Plan, dated: date) -> Iterator[dict[str, Any]]:
    """The texts of the page for the issue of a day, as the files of other pages say theirs."""
    first = max(dated - timedelta(days=7), FIRST_DAY)
    days = [first + timedelta(days=n) for n in range((dated - first).days)]
    yield _city(plan, days)
    for day in days:
        yield {
            "by": "officer", "sort": "bulletin", "title": f"{_said(day)}防控通报", "author": "队值班室（演示）",
            "body": f"{_figures(day)}\n\n{_went_wrong(plan, day)}",
        }  # fmt: skip


def sites(plan: Plan, dated: date) -> dict[str, Any]:
    """What each site said of itself on the day before the issue."""
    day = dated - timedelta(days=1)
    said = {act.unit: act.data for act in site_status(plan, day)}
    told = []
    for unit in plan.units:
        if unit.kind in SITE_KINDS:
            there = said.get(unit.code)
            name = unit.zh.removeprefix("野外").removeprefix("施工")
            how = _MODES[there["mode"]].format(n=there["crew_present"]) if there else "当日无记录"
            told.append(f"{name}{how}")
    return {
        "by": "officer", "sort": "bulletin", "title": f"作业点{_said(day)}驻地状态", "author": "队值班室（演示）",
        "body": f"{'；'.join(told)}。\n\n以上由各驻地当天下午报来，人数是重放合成的；所在县的风险等级以当地公布为准。",
    }  # fmt: skip


_MODES = {"working": "正常生产，在岗{n}人", "limited": "压减作业面，在岗{n}人"}


def _city(plan: Plan, days: list[date]) -> dict[str, Any]:
    """What the city published, from the first day to the last."""
    rows = [row for row in plan.facts.official if row.day in days]
    told = [f"至{_said(row.day)}累计确诊{row.confirmed}例、治愈{row.cured}例、死亡{row.dead}例" for row in rows]
    last = rows[-1]
    return {
        "by": "officer", "sort": "bulletin", "size": "lead", "author": "队值班室（演示）",
        "title": "全市官方数字一周摘录",
        "deck": f"截至{_said(last.day)}累计确诊{last.confirmed}例、治愈{last.cured}例",
        "source": "公开数据集 canghailan/Wuhan-2019-nCoV（MIT 许可）",
        "body": f"乌鲁木齐市官方通报的累计数：{'；'.join(told)}。\n\n"
        "以上是全市数字，包括年初一轮的病例，由值班员每天上午从官方渠道摘录，只作参考；是否解除、是否调整，以社区和疾控部门的通知为准。"
        "本队各单位的数字见下，均取自当日已签发的日报，每个数字可以点开看它的依据；日报和其中的记录是重放合成的。",
    }  # fmt: skip


def _figures(day: date) -> str:
    """Sentences with references in place of figures; each day of the week has its own."""
    told = _TOLD[day.toordinal() % len(_TOLD)]
    for code, unit in (part.split("}")[0].split() for part in told.split("{")[1:]):
        told = told.replace(f"{{{code} {unit}}}", f"【{code} {unit} {day.isoformat()}】")
    return told


def _went_wrong(plan: Plan, day: date) -> str:
    """What of the day was not as it should be, by unit."""
    called = {unit.code: unit.zh for unit in plan.units}
    told = [f"{called[each.unit]}：{each.zh}" for each in plan.irregularities if each.day == day]
    return f"当日记录在案的异常（合成）：{'；'.join(told)}。" if told else _QUIET


def _said(day: date) -> str:
    return f"{day.month}月{day.day}日"
