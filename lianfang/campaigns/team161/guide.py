"""campaigns · team161.guide: five minutes: a gap, a reminder, a late report, a handover, and a proof."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse

from lianfang.kernel import clock
from lianfang.kernel.words import w
from lianfang.shell.guide.steps import Step
from lianfang.shell.links import missing, to

_TEAM, _CREW, _ROUNDS = "T161", "T161-D04", "E1"


def steps() -> list[Step]:
    """The steps in order; they speak of the reporting day that has closed last."""
    day = _closed().isoformat()
    return [
        Step(
            w("指挥：全队的一天在一页上", "Commander: the team's day on one page"),
            w(
                "谁报了、谁没报、哪一项没做齐，都在这里，每个数字都能点开。请点“消毒点次”。",
                "Who has filed, who has not, what is not complete: all of it is here, and every figure opens. "
                "Press the one for disinfection.",
            ),
            "commander", lambda: to("boards:command", unit=_TEAM, day=day), "/command/",
            f"#command-figures a[href$='/{_ROUNDS}/']",
        ),
        Step(
            w("数字后面：先看缺什么", "Behind a figure: what is missing comes first"),
            w(
                "缺的逐项列出名称，能补记、免做的就在这一行办；已有的依据折叠在下面。看完请点“下一步”。",
                "What is missing stands here by name, with what can be done about it in the same line; the records "
                "that there are stand folded below. Then press *Next*.",
            ),
            "commander", lambda: missing(_ROUNDS, _TEAM, day), r"/missing/.+", "main .lf-table, main .lf-empty",
        ),
        Step(
            w("没报的单位：一键催报", "Who has not filed: one press reminds them"),
            w(
                "没报的排在最前。请点“催报”；催过谁、几点催的，会写在旁边。都报了就点“下一步”。",
                "Missing reports come first. Press *Remind*: who was asked, and when, is then said there. Where none "
                "is missing, press *Next*.",
            ),
            "commander", lambda: to("reporting:board-of", _TEAM, day), r"/reporting/board/.*",
            "form[action$='/remind/'] button, #lf-bulk button",
        ),
        Step(
            w("四号井队：登录就知道欠什么", "Crew 04: signed in, they see what they owe"),
            w(
                "填报员的首页只列等他办的事，没报的日报就在里面。看完请点“下一步”。",
                "A reporter's home page lists what waits for him and nothing else; a report that is owed is among it. "
                "Then press *Next*.",
            ),
            "reporter-d04", lambda: "/", "/", f"main a[href*='/reporting/{_CREW}/'], main .lf-needs, main h1",
        ),
        Step(
            w("日报：数字已经在，看一遍就签", "The daily report: the figures are there, read and sign"),
            w(
                "数字都来自当天的记录，没有一个要再抄一遍；没核实的零标得清清楚楚。迟报的写一句原因，然后签发。",
                "Every figure follows from the day's records, none is copied; a zero that nobody verified says so. "
                "Where it is late, give the reason in a line; then sign.",
            ),
            "reporter-d04", lambda: reverse("reporting:report", args=[_CREW, day]),
            rf"/reporting/{_CREW}/[-\d]+/(confirm/)?", "#confirm, main h1",
        ),
        Step(
            w("值班员：交班就是把没办完的念一遍", "Duty officer: a handover reads out what is open"),
            w(
                "全队没办完的事自动列在这里，不会漏；交班、接班两人各签一次字。看完请点“下一步”。",
                "Whatever is open in the whole team stands here by itself; the one who leaves and the one who comes "
                "sign once each. Then press *Next*.",
            ),
            "officer", lambda: reverse("watch:handover", args=[_TEAM]), rf"/watch/{_TEAM}/handover/",
            "main .lf-section",
        ),
        Step(
            w("审计员：这一份报表没有被改过", "Auditor: nobody has changed this report"),
            w(
                "每条记录都进了只增不改的台账，当天封存；编号、根值和核验码印在纸上，谁都能核对。导览到此结束。",
                "Every record is in a ledger that only grows, sealed by the day; number, root and code stand on the "
                "paper, and anybody can check them. This is the end of the guide.",
            ),
            "auditor", lambda: reverse("reporting:report", args=[_CREW, day]), rf"/reporting/{_CREW}/[-\d]+/",
            "main .lf-proof",
        ),
    ]  # fmt: skip


def _closed() -> date:
    """The reporting day that closed last."""
    return clock.day_of(clock.current().now()).date - timedelta(days=1)
