"""shell · ledger problems: what the surfaces of the ledger refuse before an entry reaches the journal."""

from lianfang.kernel.problems import problem
from lianfang.kernel.words import w

NOT_SIGNED_IN = problem(
    "not_signed_in",
    401,
    w("没有登录，或令牌无效", "Not signed in, or the token is invalid"),
    w(
        "请登录，或在 Authorization 头中带上有效的 Bearer 令牌",
        "Sign in, or send a valid token as Authorization: Bearer",
    ),
)
WRONG_METHOD = problem(
    "wrong_method",
    405,
    w("此地址不接受 {method}", "This address does not take {method}"),
    w("可用：{allowed}", "It takes {allowed}"),
)
UNSUPPORTED_TYPE = problem(
    "unsupported_type",
    415,
    w("不接受的内容类型或编码：{given}", "Content of this type or encoding is not taken: {given}"),
    w(
        "请用 UTF-8 的 application/json 或 application/x-ndjson，不要压缩",
        "Send application/json or application/x-ndjson in UTF-8, not compressed",
    ),
)
LENGTH_REQUIRED = problem(
    "length_required",
    411,
    w("请求没有说明长度", "The request does not say its length"),
    w("请带上 Content-Length 再发", "Send it with Content-Length"),
)
BAD_QUERY = problem(
    "bad_query",
    422,
    w("查询条件有误", "The query is invalid"),
    w("请按所列参数逐项改正", "Correct the parameters listed"),
)
INTERNAL = problem(
    "internal",
    500,
    w("系统内部出错，已记下编号 {reference}", "Something failed on our side; it is noted as {reference}"),
    w(
        "请稍后重试；如仍出错，请把编号告诉管理员",
        "Try again; if it fails again, tell the administrator this reference",
    ),
)
NOTHING_CHANGED = problem(
    "nothing_changed",
    422,
    w("更正后的内容与原记录相同", "The correction is the same as the entry"),
    w("请改动要更正的内容；如记录本不该有，请撤回", "Change what is wrong; if the entry should not exist, withdraw it"),
)
OWN_SECONDING = problem(
    "own_seconding",
    403,
    w("自己的记录不能由本人复核", "You cannot second your own entry"),
    w("请由当时在场的另一人用其账号复核", "Let somebody else who was there second it, with their own login"),
)
SECONDED_ALREADY = problem(
    "seconded_already",
    409,
    w("您已复核过这条记录", "You seconded this entry already"),
    w("无需重复复核", "Nothing needs to be done"),
)
NOTHING_TO_SECOND = problem(
    "nothing_to_second",
    422,
    w("撤回、复核和演练记录不能复核", "A withdrawal, a seconding or an exercise cannot be seconded"),
    w("请打开要复核的那条记录", "Open the entry that you saw for yourself"),
)
NOT_STANDING = problem(
    "not_standing",
    409,
    w("这条记录已被更正或撤回", "This entry was already corrected or withdrawn"),
    w("请打开最新的那一条再更正", "Open the newest one and correct that"),
)
BUNDLE_NOT_YOURS = problem(
    "bundle_not_yours",
    403,
    w(
        "当日有您无权查看的记录（{kind}），不能整日导出",
        "The day holds entries that you may not read ({kind}), so it cannot be exported whole",
    ),
    w(
        "请上级代为导出，或由管理员用 lianfang bundle 导出",
        "Let your superior export it, or the administrator with lianfang bundle",
    ),
)
