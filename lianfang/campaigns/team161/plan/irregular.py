"""campaigns · team161.irregular: everything that goes wrong on purpose, in one table.

A real campaign is not smooth, and a system that is only shown smooth days proves nothing. Each row is invented
for the replay; documents and tests point here. `day` is the reporting day (16:00 of the day before to 16:00).
"""

from __future__ import annotations

from datetime import date

from lianfang.campaigns.team161.plan.shapes import Irregularity


def _day(text: str) -> date:
    return date.fromisoformat(f"2020-{text}")


IRREGULARITIES: tuple[Irregularity, ...] = (
    Irregularity("missing_report", _day("07-17"), "T161-B-TUIGUAN", "第二天，未报日报", "Day two: files no report"),
    Irregularity(
        "missed_round", _day("07-19"), "T161-PROP", "漏做一次消毒", "One round not done", place="C161-B09-COR", round=2
    ),
    Irregularity("late_report", _day("07-22"), "T161-P04", "驻地无信号，迟报", "No signal at the camp: files late"),
    Irregularity(
        "returned_report",
        _day("07-24"),
        "T161-B-DUOJING",
        "情况说明不清，被退回，更正后重报",
        "Narrative unclear: returned, filed again as a new version",
    ),
    Irregularity(
        "correction",
        _day("07-27"),
        "T161-PROP",
        "浓度 500 误记为 5000，更正",
        "500 mg/L typed as 5000, corrected",
        place="C161-B02-LIFT1",
        round=1,
    ),
    Irregularity(
        "offline_site",
        _day("07-29"),
        "T161-P09",
        "离线一天，次日补传，已报日报须更正",
        "Offline for a day: entries arrive the next morning, the report is amended",
    ),
    Irregularity(
        "unsigned_handover", _day("07-28"), "T161", "早班交接接班人未签字", "The morning's handover is never signed for"
    ),
    Irregularity(
        "withdrawal", _day("07-30"), "C161", "同一人登记两次，撤回一条", "One passage logged twice, one withdrawn"
    ),
    Irregularity(
        "dose_out_of_range",
        _day("08-01"),
        "T161-PROP",
        "消毒浓度低于要求",
        "Dose below its range",
        place="C161-WASTE2",
        round=1,
    ),
    Irregularity(
        "unverified_zero",
        _day("08-02"),
        "T161-LAUNDRY",
        "测温仪故障，9 人未测，零报告未核实",
        "Thermometer broken, 9 people not measured: the zero is unverified",
        persons=9,
    ),
    Irregularity(
        "stocktake_difference", _day("08-03"), "T161-LOG", "口罩盘亏 12 个", "Count finds 12 masks fewer than the book"
    ),
    Irregularity(
        "unexplained_absence",
        _day("08-04"),
        "T161-HEAT",
        "点名 1 人去向不明",
        "Roll call: one absent, unexplained",
        persons=1,
    ),
    Irregularity("silent_site", _day("08-05"), "T161-D03", "井队整日无任何记录", "A crew records nothing all day"),
    Irregularity(
        "constant_values",
        _day("08-06"),
        "T161-P07",
        "全员体温同为 36.5 且同一分钟录入（疑似）",
        "All readings 36.5 in one minute: doubtful",
    ),
    Irregularity(
        "gate_fever_negative",
        _day("08-07"),
        "C161",
        "门岗测得 37.6，复测及发热门诊排除",
        "37.6 at the gate; negative on re-measuring and at the clinic",
        place="C161-GATE1",
    ),
    Irregularity("late_answer", _day("08-07"), "T161", "查岗 7 分钟后才应答", "A spot call answered after 7 minutes"),
    Irregularity("late_report", _day("08-08"), "T161", "队级汇总迟于 18:00", "The team itself files after 18:00"),
    Irregularity(
        "late_handover",
        _day("08-09"),
        "T161",
        "晚班交接迟签 23 分钟",
        "Evening handover signed 23 minutes late",
    ),
    Irregularity(
        "waste_overflow", _day("08-09"), "T161-PROP", "垃圾站满溢", "A waste point overflows", place="C161-WASTE3"
    ),
    Irregularity(
        "missed_round",
        _day("08-10"),
        "T161-PROP",
        "演示当日漏做一次消毒",
        "Demo day: one round not done",
        place="C161-B07-COR",
        round=2,
    ),
    Irregularity("late_report", _day("08-10"), "T161-D04", "演示当日井队迟报", "Demo day: a crew files late"),
    Irregularity(
        "unverified_zero",
        _day("08-10"),
        "T161-P06",
        "演示当日 2 人未测，零报告未核实",
        "Demo day: 2 people not measured, the zero is unverified",
        persons=2,
    ),
    Irregularity("missing_report", _day("08-14"), "T161-B-DIZHI", "未报日报", "Files no report"),
    Irregularity(
        "missed_round",
        _day("08-18"),
        "T161-PROP",
        "漏做一次消毒",
        "One round not done",
        place="C161-B02-LIFT1",
        round=1,
    ),
    Irregularity("late_report", _day("08-21"), "T161-OFFICE", "填报员交接，迟报", "Reporter changed over: files late"),
    Irregularity(
        "unverified_zero",
        _day("08-25"),
        "T161-D02",
        "5 人未测，零报告未核实",
        "5 people not measured, the zero is unverified",
        persons=5,
    ),
    Irregularity(
        "stocktake_difference", _day("08-31"), "T161-LOG", "口罩盘亏 12 个", "Count finds 12 masks fewer than the book"
    ),
)
