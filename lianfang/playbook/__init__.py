"""playbook: what is particular to one outbreak, as data: read, checked, dated and compared.

Purpose: a folder of YAML becomes one frozen `Playbook`, or a list of every fault with its file, line and column.
Owns: the shape of a playbook, the choice of a rule by the date of the event, the reporting window and cut-offs.
Answers: which rule held on that day, who vouches for it, and what differs between two versions.
Never: knows an area, reads a clock, or fills in a number that the data leaves out.
"""

from lianfang.playbook.calendar import DayKind, WorkingCalendar
from lianfang.playbook.current import current
from lianfang.playbook.diff import Change, diff
from lianfang.playbook.faults import Fault, PlaybookFaults
from lianfang.playbook.forms import DAILY, Form, FormField, Headline
from lianfang.playbook.loader import check, load
from lianfang.playbook.playbook import Playbook, UnknownRule, Window
from lianfang.playbook.rows import holds_sql, number_sql
from lianfang.playbook.shapes import Dose, DoseRule, Meta, NoRuleOn, Rule, Source, Threshold, UnitKind, Version
from lianfang.playbook.wordlists import Caution

__all__ = [
    "DAILY",
    "Caution",
    "Change",
    "DayKind",
    "Dose",
    "DoseRule",
    "Fault",
    "Form",
    "FormField",
    "Headline",
    "Meta",
    "NoRuleOn",
    "Playbook",
    "PlaybookFaults",
    "Rule",
    "Source",
    "Threshold",
    "UnitKind",
    "UnknownRule",
    "Version",
    "Window",
    "WorkingCalendar",
    "check",
    "current",
    "diff",
    "holds_sql",
    "load",
    "number_sql",
]
