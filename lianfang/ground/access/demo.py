"""access · demo: the logins of a demonstration, which open only while it runs on this machine."""

from __future__ import annotations

import zlib

from django.contrib.auth.hashers import make_password
from django.db import transaction

from lianfang.ground.access import actions, problems
from lianfang.ground.access.models import User
from lianfang.ground.access.roles import Role, words_of
from lianfang.kernel import clock, ids
from lianfang.kernel.kinds import Origin
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w

PASSWORD = "lianfang-demo"  # printed by `make run`; good on loopback only
TEAM = "T161"

# login → (title, unit that answers for it, the roles it holds and where)
LOGINS: dict[str, tuple[str, str, tuple[tuple[Role, str], ...]]] = {
    "superior": ("上级单位", "XJCG", ((Role.SUPERIOR, "XJCG"),)),
    "commander": ("指挥", TEAM, ((Role.COMMANDER, TEAM),)),
    "officer": ("值班员", TEAM, ((Role.OFFICER, TEAM),)),
    "officer-2": ("值班员（下一班）", TEAM, ((Role.OFFICER, TEAM),)),
    "manan": ("马南社区值班员", "MANAN", ((Role.OFFICER, "MANAN"),)),
    "reporter-log": ("后勤填报员", "T161-LOG", ((Role.REPORTER, "T161-LOG"),)),
    "reporter-d01": (
        "一号井队填报员",
        "T161-D01",
        ((Role.REPORTER, "T161-D01"), (Role.SITE, "T161-D01")),
    ),
    "reporter-d04": ("四号井队填报员", "T161-D04", ((Role.REPORTER, "T161-D04"), (Role.SITE, "T161-D04"))),
    "property": (
        "物业人员",
        "T161-PROP",
        ((Role.PROPERTY, "T161-PROP"), (Role.PROPERTY, "C161"), (Role.PROPERTY, "T161-OFFICE")),
    ),
    "keeper": ("库管员", "T161-LOG", ((Role.KEEPER, "T161-LOG"),)),
    "grid": ("网格员", "C161", ((Role.GRID, "C161"), (Role.GATE, "C161"))),
    "laundry": ("洗涤人员", "T161-LAUNDRY", ((Role.LAUNDRY, "T161-LAUNDRY"),)),
    "editor": ("宣传编辑", TEAM, ((Role.EDITOR, TEAM),)),
    "inspector": ("督查员", TEAM, ((Role.INSPECTOR, TEAM),)),
    "admin": ("管理员", TEAM, ((Role.ADMIN, TEAM),)),
    "auditor": ("审计员", "XJCG", ((Role.AUDITOR, "XJCG"),)),
}


_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢"


def sample_person(login: str) -> tuple[str, str]:
    """A made-up name and telephone for a login of the demonstration, always the same and plainly nobody's."""
    drawn = zlib.crc32(login.encode())
    return f"样本·{_SURNAMES[drawn % len(_SURNAMES)]}〇{drawn // 97 % 90 + 10}", f"0000-{drawn % 10**7:07d}"


def words_of_login(login: str) -> Words:
    """What a login of the demonstration is called: its title in Chinese, in English its first role and its unit."""
    title, unit, held = LOGINS[login]
    return w("{title}", "{role}, {unit}").fill(title=title, role=words_of(held[0][0]), unit=unit)


@transaction.atomic
def create_demo_logins(
    actor: Actor,
    *,
    at: clock.Clock | None = None,
    mint: ids.Mint = ids.mint,
    origin: Origin = Origin.REPLAY,
) -> list[str]:
    """Makes the demonstration's logins with their grants, those that are not there yet; gives the logins made."""
    made, hashed = [], make_password(PASSWORD)  # one for all: it is printed on the wall, and hashing is slow
    for login, (title, unit, roles) in LOGINS.items():
        if User.objects.filter(username=login).exists():
            continue
        name, phone = sample_person(login)
        user = actions.create_user(actor, login=login, unit=unit, title=title, name=name, phone=phone, demo=True)
        user.password = hashed
        user.save(update_fields=["password"])
        for role, where in roles:
            actions.give_grant(actor, login=login, role=role, unit=where, at=at, mint=mint, origin=origin)
        made.append(login)
    return made


def demo_token(login: str, *, at: clock.Clock | None = None) -> actions.NewToken:
    """A token for a demo login, good for a week while the demonstration runs. Raises `demo_only`, `not_found`."""
    user = User.objects.filter(username=login).first()
    if user is None:
        raise Refused(NOT_FOUND)
    if not user.demo:
        raise Refused(problems.DEMO_ONLY, login=login)
    return actions.new_token(user, device="demo", days=7, now=(at or clock.current()).now(), made_by=login)
