"""access · problems: what can be refused about logins, grants and tokens."""

from __future__ import annotations

from lianfang.kernel.problems import problem
from lianfang.kernel.words import w

LOGIN_TAKEN = problem(
    "login_taken",
    409,
    w("账号 {login} 已存在", "The login {login} exists already"),
    w("请换一个账号名", "Choose another login"),
)
LOGIN_ALIKE = problem(
    "login_alike",
    409,
    w("账号 {login} 与已有账号 {other} 看起来一样", "The login {login} looks like {other}, which exists"),
    w("请换一个不易混淆的账号名", "Choose one that cannot be mistaken for it"),
)
NO_SUCH_LOGIN = problem(
    "no_such_login",
    404,
    w("没有账号 {login}", "There is no login {login}"),
    w("请核对账号名", "Check the login's spelling"),
)
OWN_GRANT = problem(
    "own_grant",
    403,
    w("不能给自己授权或终止自己的授权", "You cannot change your own access"),
    w("请由另一位管理员办理", "Ask another administrator"),
)
ADMIN_BY_ADMIN = problem(
    "admin_by_admin",
    403,
    w("只有管理员可以授予管理员角色", "Only an administrator makes an administrator"),
    w("请由本单位或上级管理员办理", "Ask an administrator of this unit or above"),
)
ROLE_NOT_HELD = problem(
    "role_not_held",
    403,
    w(
        "您在该单位没有“{role}”角色，不能授予他人",
        "You can give only roles that you hold over the unit, not: {role}",
    ),
    w("请由该单位或上级的管理员办理", "Ask an administrator of this unit or above"),
)
ROLE_FROM_ABOVE = problem(
    "role_from_above",
    403,
    w("“{role}”由上级单位授予和终止", "The role “{role}” is given and ended from above"),
    w("请由上级单位的管理员办理", "Ask an administrator of the unit above"),
)
LONGER_THAN_YOURS = problem(
    "longer_than_yours",
    403,
    w("您自己的授权到 {until} 为止，不能给得更久", "Your own grant ends {until}; you cannot give it for longer"),
    w("请填不晚于该时间的有效期", "Give an end no later than that"),
)
GRANT_OVER = problem(
    "grant_over",
    409,
    w("该授权已终止", "The grant has ended already"),
    w("如需恢复，请重新授权", "Give a new one if it is needed again"),
)
ALREADY_HELD = problem(
    "already_held",
    409,
    w("{login} 在该单位已有此角色", "{login} holds this role over the unit already"),
    w("无需重复授权", "Nothing needs to be done"),
)
PASSWORD_WEAK = problem(
    "password_weak",
    422,
    w("密码不符合要求：{why}", "The password is not accepted: {why}"),
    w("请换一个更长、更难猜的密码", "Choose a longer one that is harder to guess"),
)
TOKEN_NOT_GOOD = problem(
    "token_not_good",
    401,
    w("设备令牌无效、已过期或已收回", "The device's token is invalid, expired or revoked"),
    w("请在控制台为该设备重新生成令牌", "Make a new one for the device in the console"),
)
TOKEN_BY_ITSELF = problem(
    "token_by_itself",
    403,
    w("令牌只能由账号本人生成或领取", "Only the account's owner can make or take a token"),
    w(
        "请先备好令牌，由 {login} 登录后在“我的账号”领取",
        "Prepare it; {login} signs in and takes it under “My account”",
    ),
)
OFFER_OVER = problem(
    "offer_over",
    409,
    w("该令牌已领取、已收回或已过期", "The token was taken, revoked or has expired already"),
    w("如仍需要，请重新生成", "Make a new one if it is still needed"),
)
TOKEN_DAYS = problem(
    "token_days",
    422,
    w("令牌有效期须为 1 至 {most} 天", "A token lasts 1 to {most} days"),
    w("请改填天数", "Give another number of days"),
)
DEMO_ONLY = problem(
    "demo_only",
    403,
    w("只有演示账号可以这样取得令牌：{login}", "Only demo logins get a token this way: {login}"),
    w("请在控制台为设备生成令牌", "Make a token for the device in the console"),
)
ALREADY_INVITED = problem(
    "already_invited",
    409,
    w("此人已有账号 {login}", "This person has an account already: {login}"),
    w("请在该账号上授权，或重发邀请", "Give that account the role, or invite it again"),
)
INVITATION_UNKNOWN = problem(
    "invitation_unknown",
    404,
    w("邀请码不对", "There is no such invitation"),
    w(
        "请核对 16 位邀请码，如 abcd-efgh-jkmn-pqrs；或请管理员重新打印",
        "Check the 16 characters, such as abcd-efgh-jkmn-pqrs, or ask the administrator to print it again",
    ),
)
INVITATION_USED = problem(
    "invitation_used",
    409,
    w("这份邀请已经用过", "This invitation has been used"),
    w(
        "请用当时设的密码登录；若不是您本人用的，请立即告诉管理员",
        "Sign in with the password that was chosen; if it was not you, tell your administrator at once",
    ),
)
INVITATION_OVER = problem(
    "invitation_over",
    410,
    w("这份邀请已于 {at} 过期", "This invitation ended {at}"),
    w("请管理员重新邀请", "Ask your administrator for another"),
)
INVITATION_REVOKED = problem(
    "invitation_revoked",
    410,
    w("这份邀请已收回", "This invitation was taken back"),
    w("请用新的一份，或问管理员", "Use the newer one, or ask your administrator"),
)
