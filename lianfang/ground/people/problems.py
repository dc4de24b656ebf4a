"""people · problems: what can be refused about people."""

from __future__ import annotations

from lianfang.kernel.problems import problem
from lianfang.kernel.words import w

ERASED = problem(
    "person_erased",
    410,
    w("此人的个人信息已删除，仅保留计数", "This person was erased; only the counts remain"),
    w("如再次需要，请重新登记", "Register the person again if needed"),
)
PERSON_KNOWN = problem(
    "person_known",
    409,
    w("此身份证号码已登记在册", "This identity number is on the register already"),
    w("请由原单位或上级办理调动，不要重复登记", "Have the person's unit or a superior transfer them instead"),
)
NAMESAKE = problem(
    "person_namesake",
    409,
    w("本单位名册上已有同名的人", "Somebody of this name is on the unit's register already"),
    w(
        "如果是同一人，不必再登记；如果确是另一人，请勾选后再提交",
        "If it is the same person, do nothing; if it is another, tick the box and submit again",
    ),
)
HOUSEHOLD_TAKEN = problem(
    "household_taken",
    409,
    w("住户代码 {code} 已被使用", "The household code {code} is taken"),
    w("请换一个代码", "Choose another code"),
)
COUNTED_ELSEWHERE = problem(
    "counted_elsewhere",
    409,
    w("此人已计入另一单位", "Another unit counts this person already"),
    w("请办理调动，使其只计入一个单位", "Transfer the person, so that only one unit counts them"),
)
NOT_A_MEMBER = problem(
    "not_a_member",
    409,
    w("此人不在该单位名册上", "This person is not on the unit's register"),
    w("请核对单位", "Check the unit"),
)
NO_SUCH_HOUSEHOLD = w("没有住户 {code}", "there is no household {code}")
