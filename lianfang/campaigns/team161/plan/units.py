"""campaigns · team161.units: the unit tree. Names come from the article; the sizes are synthetic."""

from __future__ import annotations

from dataclasses import replace

from lianfang.campaigns.team161.plan.facts import Facts
from lianfang.campaigns.team161.plan.shapes import Login, Unit, recorder_of, suffix

# branch as the article names it → code, English, people that the branch itself counts (synthetic)
BRANCHES = {
    "机关": ("JIGUAN", "Office", 5),
    "热力公司": ("RELI", "Heating company", 4),
    "后勤": ("HOUQIN", "Logistics", 4),
    "退管": ("TUIGUAN", "Retirees", 7),
    "机修": ("JIXIU", "Repair shop", 15),
    "多经": ("DUOJING", "Diversified business", 13),
    "地质": ("DIZHI", "Geology", 11),
    "钻探": ("ZUANTAN", "Drilling", 9),
}
PROJECT_STAFF = (12, 10, 9, 8, 11, 9, 10, 8, 9, 7, 8)
CREW_STAFF = (18, 16, 17, 15, 16)
REPORTING_KINDS = frozenset(
    {"team", "branch", "subsidiary", "office", "logistics", "project_dept", "drill_crew", "estate"}
)
SITE_KINDS = frozenset({"project_dept", "drill_crew"})
PROJECTS_IN = 3  # crews are in other counties of the six than the project of the same number


def units(facts: Facts) -> tuple[Unit, ...]:
    """All units, each after its parent."""
    campaign = facts.stated["campaign"]
    laundry = facts.stated["laundry"]["company"]
    found = [
        Unit("XJCG", "superior", None, campaign["superior"]["zh"], "Xinjiang Coal Geology Bureau", ("局", "新疆局")),
        Unit(
            "T161",
            "team",
            "XJCG",
            campaign["unit"]["zh"],
            "Team 161",
            tuple(campaign["unit"]["aliases"]),
            staff=6,
        ),
    ]
    for name in facts.stated["party"]["branches"]:
        code, en, staff = BRANCHES[name]
        found.append(Unit(f"T161-B-{code}", "branch", "T161", f"{name}党支部", f"{en} branch", staff=staff))
    found += [
        Unit("T161-PROP", "subsidiary", "T161", "物业公司", "Property company", staff=38),
        Unit(
            "T161-LAUNDRY",
            "subsidiary",
            "T161",
            laundry["zh"],
            "Jiebeijia laundry company",
            tuple(laundry["aliases"]),
            staff=54,
        ),
        Unit("T161-HEAT", "subsidiary", "T161", "热力公司", "Heating company", staff=22),
        Unit("T161-OFFICE", "office", "T161", "队机关", "Team office", staff=42),
        Unit("T161-LOG", "logistics", "T161", "后勤", "Logistics", staff=34),
    ]
    for number in range(1, facts.figure("sites", "field_projects") + 1):
        staff = PROJECT_STAFF[(number - 1) % len(PROJECT_STAFF)]
        found.append(
            Unit(
                f"T161-P{number:02d}",
                "project_dept",
                "T161",
                f"野外项目部{number:02d}",
                f"Field project {number:02d}",
                (),
                staff,
                *_host(number),
            )
        )
    for number in range(1, facts.figure("sites", "drilling_crews") + 1):
        staff = CREW_STAFF[(number - 1) % len(CREW_STAFF)]
        found.append(
            Unit(
                f"T161-D{number:02d}",
                "drill_crew",
                "T161",
                f"施工井队{number:02d}",
                f"Drilling crew {number:02d}",
                (),
                staff,
                *_host(PROJECTS_IN + number),
            )
        )
    community, city = campaign["partner_community"]["zh"], campaign["city"]["zh"]
    estate = Unit("C161", "estate", "T161", "一六一队小区", "Team 161 estate", ("小区",))
    found.append(replace(estate, locality=f"{city}{community}", authority=community))
    # The community leads on the estate and is nobody's subordinate here: a root of its own.
    found.append(Unit("MANAN", "community", None, campaign["partner_community"]["zh"], "Manan community"))
    return tuple(found)


def _host(number: int) -> tuple[str, str]:
    """A county that does not exist, and its control centre: the article does not say where the sites are."""
    county = f"样本县{(number - 1) % 6 + 1:02d}（合成）"
    return county, f"{county}疾控中心"


_DEMO = (
    ("superior", ("superior",), "XJCG", "上级单位", "Superior unit"),
    ("commander", ("commander",), "T161", "指挥", "Commander"),
    ("officer", ("officer",), "T161", "值班员", "Duty officer"),
    ("reporter-log", ("reporter",), "T161-LOG", "后勤填报员", "Logistics reporter"),
    ("officer-2", ("officer",), "T161", "值班员（下一班）", "Duty officer of the next shift"),
    ("reporter-d01", ("reporter",), "T161-D01", "井队01填报员", "Crew 01 reporter"),
    ("reporter-d04", ("reporter",), "T161-D04", "井队04填报员", "Crew 04 reporter"),
    ("manan", ("officer",), "MANAN", "马南社区值班员", "Officer of Manan community"),
    ("property", ("property",), "T161-PROP", "物业人员", "Property worker"),
    ("keeper", ("keeper",), "T161-LOG", "库管员", "Warehouse keeper"),
    ("grid", ("grid",), "C161", "网格员", "Grid worker"),
    ("laundry", ("laundry",), "T161-LAUNDRY", "洗涤人员", "Laundry worker"),
    ("editor", ("editor",), "T161", "宣传编辑", "Editor"),
    ("inspector", ("inspector",), "T161", "督查员", "Inspector"),
    ("auditor", ("auditor",), "XJCG", "审计员", "Auditor"),
)


def logins(units: tuple[Unit, ...]) -> tuple[Login, ...]:
    """The demo's logins, then one reporter for each unit that reports and one recorder for each that has people."""
    found = [Login(*row, demo=True) for row in _DEMO]
    there = {each.login for each in found}
    for unit in units:
        if unit.kind in REPORTING_KINDS and f"reporter-{suffix(unit.code)}" not in there:
            found.append(
                Login(
                    f"reporter-{suffix(unit.code)}",
                    ("reporter",),
                    unit.code,
                    f"{unit.zh}填报员",
                    f"{unit.en} reporter",
                )
            )
        if unit.staff:
            site = unit.kind in SITE_KINDS
            found.append(
                Login(
                    recorder_of(unit.code),
                    ("site",) if site else ("grid", "property"),
                    unit.code,
                    f"{unit.zh}{'驻地负责人' if site else '网格员'}",
                    f"{unit.en} {'site manager' if site else 'grid worker'}",
                )
            )
    found += [Login(f"officer-{n}", ("officer",), "T161", f"值班员{n}", f"Duty officer {n}") for n in (3, 4)]
    found += [Login(f"leader-{n}", ("commander",), "T161", f"带班领导{n}", f"Leader in charge {n}") for n in (2, 3)]
    found.append(Login("gate-c161", ("gate",), "C161", "小区门岗", "Estate gate guard"))
    return tuple(found)
