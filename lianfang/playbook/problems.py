"""playbook · problems: why a playbook is not put in force, and the way out."""

from __future__ import annotations

from lianfang.kernel.problems import problem
from lianfang.kernel.words import w

APPLIED_MEANWHILE = problem(
    "playbook_applied_meanwhile",
    409,
    w("比对期间已另有方案启用", "Another playbook was put in force meanwhile"),
    w("请重新比对后再启用", "Compare again, and apply then"),
)
OTHER_OUTBREAK = problem(
    "playbook_other_outbreak",
    409,
    w(
        "本安装按方案 {old} 记录，已有台账，不能改用 {new}",
        "Records here were made under {old}; {new} is another playbook",
    ),
    w(
        "同一疫情的修订沿用原代码；另一场疫情请另建安装",
        "A revision for the same outbreak keeps the code; another outbreak is another installation",
    ),
)
DAY_MOVES = problem(
    "playbook_day_moves",
    409,
    w(
        "本安装的报告日按 {old} 截止记账，已有台账，不能改为 {new}",
        "Reporting days close at {old} here, and entries stand; they cannot close at {new}",
    ),
    w(
        "请保留原时区和截止时刻；确需改变，请另建安装，从其首日起按新的时刻记账",
        "Keep the time zone and the hour; where they must change, begin another installation, which works by them from "
        "its first day",
    ),
)
REWRITES_PAST = problem(
    "playbook_rewrites_past",
    409,
    w("{rule}：{day} 起的规定与当时不同", "{rule}: from {day} on it says something else than it did then"),
    w(
        "过去的判定不改：原版本写 valid_to: {last}，另加一个 valid_from: {today} 的版本",
        "What was judged stays: give the version valid_to: {last}, and add one with valid_from: {today}",
    ),
)
