"""shell · finding card: what the shell itself gives the one box: the ground's registers, the ledger and the pages."""

from __future__ import annotations

from lianfang.kernel.finding import FindSource
from lianfang.kernel.words import w
from lianfang.shell.directory.links import PEOPLE, PLACES, SPACE, UNITS
from lianfang.shell.finding import entries, ground, pages

FINDS = (
    FindSource(
        "pages", w("页面与表单", "Pages and forms"), "layout-grid", 10, pages.pages,
        example=w("消毒、值班表", "disinfection"),
    ),
    FindSource(
        "records", w("填写记录", "Record"), "edit", 15, pages.recording,
        example=w("测温 张伟", "temperature zhangwei"),
    ),
    FindSource(
        "people", PEOPLE, "users", 20, ground.people, ground.PEOPLE_VERBS,
        w("张伟、zhangwei、zw，或电话、证件后四位", "zhangwei, zw, or the last four digits of a telephone or document"),
        f"{SPACE}:people-search", sent=True,
    ),
    FindSource(
        "households", w("住户", "Households"), "home-heart", 25, ground.households, ground.HOUSEHOLD_VERBS,
        w("3栋2单元301", "3-2-301"), f"{SPACE}:households",
    ),
    FindSource(
        "units", UNITS, "hierarchy-2", 30, ground.units, frozenset({"units.see"}),
        w("{unit}，或名称、拼音", "{unit}, or its name"), f"{SPACE}:units",
    ),
    FindSource(
        "places", PLACES, "map-pin", 35, ground.places, frozenset({"places.see"}), w("3号楼", "building 3"),
        f"{SPACE}:places",
    ),
    FindSource(
        "entries", w("台账记录", "Entries"), "book-2", 80, entries.entries,
        example=w("记录编号后六位，如 3fa9c1", "the last six characters of an entry's number, such as 3fa9c1"),
    ),
)  # fmt: skip
