"""shell · texts · problems: what a text for everybody can be refused for."""

from __future__ import annotations

from lianfang.kernel.problems import problem
from lianfang.kernel.words import w

STATE = problem(
    "text_state",
    409,
    w("《{title}》现在是“{state}”，不能这样办", "“{title}” is {state} now: this cannot be done"),
    w("请先看它的办理记录", "Look at its steps first"),
)
OWN = problem(
    "text_own",
    403,
    w("《{title}》是您自己写的，要由别人{act}", "You wrote “{title}” yourself: somebody else has to do this"),
    w("请另一位编辑或领导办理", "Ask another editor, or whoever is in charge"),
)
FIGURE_UNKNOWN = problem(
    "text_figure_unknown",
    422,
    w("第 {paragraph} 段引用的“{said}”找不到", "Paragraph {paragraph} refers to “{said}”, which does not exist"),
    w(
        "写法：【指标 单位代码 日期】，日期如 2020-08-10；先看那天的日报里有没有这一项",
        "Write 【indicator unit date】 by their codes, the date as 2020-08-10; look whether that day's report has it",
    ),
)
FIGURE_UNPRINTABLE = problem(
    "text_figure_unprintable",
    422,
    w(
        "第 {paragraph} 段的“{said}”是“{state}”，不能对外发布",
        "“{said}” in paragraph {paragraph} is “{state}” and cannot be told to everybody",
    ),
    w("等数字核实并签发后再引用，或删去这一处", "Refer to it once it is verified and signed, or leave it out"),
)
FIGURE_APART = problem(
    "text_figure_apart",
    422,
    w(
        "第 {paragraph} 段的“{said}”不足 5 人，和文中的总数、其他单位放在一起就能算出来",
        "“{said}” in paragraph {paragraph} is of fewer than 5 people, and the total beside it gives it away",
    ),
    w("只写总数，或把分单位的数字删去", "Tell the total alone, or leave the parts out"),
)
PERSONAL = problem(
    "text_personal",
    422,
    w("第 {paragraph} 段有个人信息（{what}）：{said}", "Paragraph {paragraph} tells who somebody is ({what}): {said}"),
    w("删去或改成不能认出人的说法，再送审签", "Take it out or say it so that nobody can be recognised"),
)
PICTURE_UNKNOWN = problem(
    "text_picture_unknown",
    422,
    w("正文里有【图{n}】，但只附了 {have} 张图", "The body has 【图{n}】 and {have} pictures are attached"),
    w("补传图片，或删去这一处", "Attach the picture, or take this out"),
)
PICTURE_UNSAID = problem(
    "text_picture_unsaid",
    422,
    w("第 {n} 张图没有画面说明", "Picture {n} does not say what it shows"),
    w("用一句话写清画面内容，看不见的读者要听", "Say it in a sentence, for readers who cannot see it"),
)
