"""tests · stories: three untidy workbooks of a unit's first day, in Chinese and in English; nobody in them is real."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import openpyxl

Rows = Sequence[Sequence[object]]


@dataclass(frozen=True, slots=True)
class Words:
    """What the stranger writes and reads in one language, and the sheets that were found on the desk."""

    lang: str
    unit: str
    person: str
    units: bytes
    people: bytes
    estate: bytes
    recorded: str
    shortened: str
    filed: str
    site: str
    reporter: str


def book(sheets: Mapping[str, Rows], merged: Mapping[str, Sequence[str]]) -> bytes:
    """A workbook whose titles and heads are merged cells."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for cells in merged.get(name, ()):
            sheet.merge_cells(cells)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


CHINESE = Words(
    "zh-hans", "第三测绘队", "王建国",
    units=book(
        {
            "填表说明": [("请各单位如实填写",)],
            "单位": [
                ("第三测绘队下属单位一览表（合成）",), (), ("序号", "部门名称", "性质", "上级部门"),
                (1, "后勤中心", "机关办公室", None), (2, "物业公司", "下属公司", "第三测绘队"),
                (3, "保洁班", "机关办公室", "物业公司"), (4, "家属院", "住宅小区", None),
            ],
        },
        {"单位": ["A1:D1"]},
    ),
    people=book(
        {
            "花名册": [
                ("2020年8月在岗人员花名册",), ("序号", "员工", None, "所在部门", "备注"),
                (None, "姓名", "联系电话", None, None),
                ("1", "李娟", "１３８００１３８００１", "后勤中心", None), (2, "赵刚", 13800138002, "后勤中心", "夜班"),
                (3, "孙梅", "1.38E+10", "物业公司", None), (4, "阿依古丽·买买提", "138 0013 8004", "保洁班", None),
                (5, "周强", None, "家属院", None), (6, "吴芳", None, "家属院", None),
            ],
            "账号": [("姓名", "部门", "岗位"), ("李娟", "后勤中心", "填报员"), ("孙梅", "物业公司", "物业人员")],
            "体温": [("时间", "部门", "姓名", "体温"), ("2020年8月10日 15时5分", "后勤中心", "李娟", "36。5"),
                     ("2020/8/10 15:06", "后勤中心", "赵刚", "３６．６℃")],
        },
        {"花名册": ["A1:E1", "B2:C2", "A2:A3", "D2:D3", "E2:E3"]},
    ),
    estate=book(
        {
            "楼栋": [("名称", "类型", "负责单位"), ("1号楼", "楼栋", "家属院"), ("南门", "门岗", "家属院")],
            "住户": [
                ("家属院住户登记",), ("楼号", "门牌号", "户主"), ("１", "1单元101", "周强、吴芳"), (1, "1-102", None),
            ],
        },
        {"住户": ["A1:C1"]},
    ),
    recorded="行全部记录", shortened="末尾几位已丢失", filed="已按时提交", site="额温", reporter="李娟",
)  # fmt: skip
ENGLISH = Words(
    "en", "Survey Team 3", "Ann Walker",
    units=book(
        {
            "Read me": [("Please fill in honestly",)],
            "Units": [
                ("Units of Survey Team 3 (made up)",), (), ("No.", "Unit name", "Kind", "Belongs to"),
                (1, "Logistics", "Office", None), (2, "Property Co", "Subsidiary", "Survey Team 3"),
                (3, "Cleaners", "Office", "Property Co"), (4, "Home Court", "Residential estate", None),
            ],
        },
        {"Units": ["A1:D1"]},
    ),
    people=book(
        {
            "Register": [
                ("Who is here, August 2020",), ("No.", "Person", None, "Department", "Note"),
                (None, "Full name", "Mobile", None, None),
                ("1", "Jane Li", "１３８００１３８００１", "Logistics", None),
                (2, "Gary Zhao", 13800138002, "Logistics", "nights"),
                (3, "May Sun", "1.38E+10", "Property Co", None), (4, "Anna Berg", "138 0013 8004", "Cleaners", None),
                (5, "Joe Zhou", None, "Home Court", None), (6, "Fay Wu", None, "Home Court", None),
            ],
            "Accounts": [("Name", "Department", "Role"), ("Jane Li", "Logistics", "Unit reporter"),
                         ("May Sun", "Property Co", "Property worker")],
            "Temperatures": [("When", "Unit", "Name", "Temperature"),
                             ("2020-08-10 3:05 PM", "Logistics", "Jane Li", "36.5"),
                             ("2020/8/10 15:06", "Logistics", "Gary Zhao", "36.6 ℃")],
        },
        {"Register": ["A1:E1", "B2:C2", "A2:A3", "D2:D3", "E2:E3"]},
    ),
    estate=book(
        {
            "Buildings": [("Place name", "Type", "Unit"), ("Building 1", "Building", "Home Court"),
                          ("South gate", "Gate", "Home Court")],
            "Homes": [("Homes of the court",), ("Block", "Door", "Residents"), ("１", "1-101", "Joe Zhou; Fay Wu"),
                      (1, "1-102", None)],
        },
        {"Homes": ["A1:C1"]},
    ),
    recorded="rows recorded", shortened="lost its last digits", filed="Submitted on time", site="forehead",
    reporter="Jane Li",
)  # fmt: skip
