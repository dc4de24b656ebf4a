"""shell · directory: stories of units: a new site opens, a unit moves, closes, is renamed, and names its authority."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.test import Client

from lianfang.ground.access import queries as access
from lianfang.ground.units import queries as units
from lianfang.kernel import scope
from lianfang.shell.directory.tests.stage import World, post, shown
from lianfang.shell.directory.tests.test_pages import at

Browser = Callable[..., Client]


def test_a_new_site_opens(browser: Browser, world: World, system: scope.Actor) -> None:
    """The unit, its camp, its crew and its reporter; then the reporter does the first thing there."""
    admin = browser("admin", "XJCG")
    opened = post(
        admin, at("unit-new"), parent="T161", kind="drill_crew", code="t161-d06", zh="六号井队", en="Drilling crew 6"
    )
    assert opened["Location"] == at("unit", "T161-D06")
    camp = post(
        admin,
        at("place-new"),
        unit="T161-D06",
        kind="site_camp",
        code="T161-D06-CAMP",
        zh="六号井队驻地",
        en="Camp of crew 6",
    )
    assert camp["Location"] == at("place", "T161-D06-CAMP")
    for name in ("赵一", "钱二"):
        assert post(admin, at("person-new"), unit="T161-D06", name=name, counts="on").status_code == 302
    made = post(
        admin, at("user-new"), login="reporter-d06", title="六号井队填报员", unit="T161-D06", language="zh-hans"
    )
    password = re.search(r"lf-secret[^>]*>([^<]+)<", shown(made)).group(1)  # type: ignore[union-attr]
    given = post(admin, at("grant-new"), login="reporter-d06", role="reporter", unit="T161-D06", note="新井队开钻")
    assert given.status_code == 302
    page = shown(admin.get(at("unit", "T161-D06")))
    assert "六号井队填报员" in page
    assert "填报员" in page
    _first_day_of_the_reporter(password)


def _first_day_of_the_reporter(password: str) -> None:
    access.forget()
    client = Client()
    assert post(client, "/accounts/login/", login="reporter-d06", password=password).status_code == 302
    led = client.get(at("units"))
    assert led["Location"] == "/accounts/password/change/"  # the password handed over opens this door only
    own = "Six-wells-and-a-river"
    changed = post(client, led["Location"], oldpassword=password, password1=own, password2=own)
    assert changed.status_code == 302
    roster = shown(client.get(at("people")))
    assert "2 人" in roster
    assert "赵**" in roster
    assert "赵一" not in roster
    assert client.get(at("place", "T161-D06-CAMP")).status_code == 200
    assert client.get(at("unit", "T161-D01")).status_code == 404


def test_a_unit_moves_only_after_its_meaning_was_shown(browser: Browser, world: World) -> None:
    admin = browser("admin", "XJCG")
    url, said = at("unit-move", "T161-D01"), {"parent": "T161-LOG", "from_day": "2020-08-12"}
    told = shown(post(admin, url, **said))
    assert "变更的影响" in told
    assert "一号项目部不再看到此后的记录" in told
    actor = world.cast.commander
    with scope.acting(actor):
        assert units.unit(actor, "T161-D01").parent == "T161-P01"
    assert 'href="#id_from_day"' in shown(post(admin, url, parent="T161-LOG", from_day="2020-08-11"))
    assert 'href="#id_parent"' in shown(
        post(admin, at("unit-move", "T161-P01"), parent="T161-D01", from_day="2020-08-12")
    )
    assert post(admin, url, **said, confirmed="yes").status_code == 302
    page = shown(admin.get(at("unit", "T161-D01")))
    assert "T161-LOG" in page
    assert "历次隶属" in page


def test_a_unit_closes_after_its_meaning_was_shown(browser: Browser, world: World) -> None:
    admin = browser("admin", "XJCG")
    below = shown(post(admin, at("unit-close", "T161-P01"), from_day="2020-08-12"))
    assert "还有 1 个下级单位" in below
    told = shown(post(admin, at("unit-close", "T161-LOG"), from_day="2020-08-12"))
    assert "仍有 1 处地点归它负责" in told
    assert "仍有 1 项授权" in told
    assert post(admin, at("unit-close", "T161-LOG"), from_day="2020-08-12", confirmed="yes").status_code == 302
    assert "自 2020-08-12 起撤销" in shown(admin.get(at("unit", "T161-LOG")))


def test_a_renamed_unit_is_found_by_both_names(browser: Browser, world: World) -> None:
    admin = browser("admin", "XJCG")
    done = post(admin, at("unit-rename", "T161-PROP"), zh="安居物业", en="Anju Property", aliases="物业\n安居")
    assert done.status_code == 302
    for word in ("安居物业", "物业公司", "ajwy"):
        assert "T161-PROP" in shown(admin.get(at("units", q=word))), word


def test_a_units_local_authority_is_named_and_stands_on_its_page(browser: Browser, world: World) -> None:
    admin = browser("admin", "XJCG")
    assert post(admin, at("unit-host", "T161-D01"), locality="", authority="").status_code == 422
    done = post(admin, at("unit-host", "T161-D01"), locality="甲县", authority="甲县疾控中心", phone="0991-1")
    assert done.status_code == 302
    assert "甲县疾控中心 0991-1" in shown(admin.get(at("unit", "T161-D01")))
    assert 'value="甲县"' in admin.get(at("unit-host", "T161-D01")).content.decode()
