"""kernel · seal problems: what can be refused about seals, their keys and witnesses, and how it is said."""

from __future__ import annotations

from lianfang.kernel.problems import problem
from lianfang.kernel.words import w

NOT_SEALED = problem(
    "not_sealed",
    404,
    w("单位 {unit} 的 {day} 还没有封存", "The day {day} of unit {unit} is not sealed"),
    w(
        "请核对单位和日期；报告日结束后封存",
        "Check unit and day; a reporting day is sealed after it closes",
    ),
)
WITNESS_NONE = problem(
    "witness_none",
    404,
    w("还没有封存过报告日，没有凭证可给", "No reporting day is sealed yet, so there is no witness"),
    w("第一个报告日结束后封存", "The first reporting day is sealed after it closes"),
)
WITNESS_NOT_ONE = problem(
    "witness_not_one",
    422,
    w("这不是封印凭证", "This is not a witness"),
    w(
        "凭证是一行 JSON，或纸上 LIANFANG:1: 开头的一段",
        "A witness is a line of JSON, or the text that begins with LIANFANG:1: on paper",
    ),
)
WITNESS_DAMAGED = problem(
    "witness_damaged",
    422,
    w("凭证已损坏，内容不全或前后不符", "The witness is damaged: parts are missing or do not fit each other"),
    w("请用原始文件，或改用另一份凭证", "Use the original file, or another witness"),
)
WITNESS_TOO_NEW = problem(
    "witness_too_new",
    422,
    w("凭证的格式（{form}）比本版本新", "The witness has form {form}, newer than this version knows"),
    w("请升级本系统后再核对", "Upgrade this installation, then compare again"),
)
WITNESS_ELSEWHERE = problem(
    "witness_elsewhere",
    409,
    w(
        "凭证属于另一套系统 {there}，本系统是 {here}",
        "The witness is of another installation, {there}; this one is {here}",
    ),
    w(
        "如果确实是本系统的凭证，说明数据库和密钥都被换过，请立即报告上级",
        "If it does belong to this one, database and keys were replaced: tell the superior unit now",
    ),
)
WITNESS_FUTURE = problem(
    "witness_future",
    409,
    w("凭证写于 {at}，晚于本系统的当前时间 {now}", "The witness was made at {at}; here it is only {now}"),
    w("请核对系统时钟：它可能被拨回过", "Check the system's clock: it may have been set back"),
)
WITNESS_KEY_UNKNOWN = problem(
    "witness_key_unknown",
    409,
    w("凭证用本系统不认识的密钥 {key} 签署", "The witness is signed with the key {key}, which is unknown here"),
    w(
        "凭证是伪造的，或本系统的密钥文件被换过；请用 --keys 给出另行保存的公钥",
        "It is forged, or the key file here was exchanged; give the public keys that were kept elsewhere with --keys",
    ),
)
WITNESS_KEY_REVOKED = problem(
    "witness_key_revoked",
    409,
    w("凭证用已于 {at} 作废的密钥 {key} 签署", "The witness is signed with the key {key}, revoked at {at}"),
    w("请改用作废以前的凭证", "Use a witness from before the key was revoked"),
)
WITNESS_FORGED = problem(
    "witness_forged",
    409,
    w("凭证的签名无效", "The witness's signature does not hold"),
    w("凭证被改动过或是伪造的；请用原始文件", "It was altered or forged; use the original file"),
)
WITNESS_UNREACHABLE = problem(
    "witness_unreachable",
    422,
    w("读不到凭证 {where}：{why}", "The witness at {where} cannot be read: {why}"),
    w("请核对路径或地址", "Check the path or the address"),
)
SEAL_KEYS_GONE = problem(
    "seal_keys_gone",
    503,
    w("封印密钥文件不见了：{path}", "The file with the seal keys is gone: {path}"),
    w(
        "请从备份恢复该文件，切勿另建：新密钥不能证明已有的封印",
        "Restore it from a backup and do not make a new one: new keys prove nothing that is sealed already",
    ),
)
SEAL_KEYS_DAMAGED = problem(
    "seal_keys_damaged",
    503,
    w("封印密钥文件已损坏：{path}", "The file with the seal keys is damaged: {path}"),
    w("请从备份恢复该文件", "Restore it from a backup"),
)
SEAL_KEYS_PUBLIC = problem(
    "seal_keys_public",
    503,
    w("这里只有公钥，不能签名", "There are only public keys here; nothing can be signed"),
    w("请在持有私钥的机器上办理", "Do this on the machine that holds the private key"),
)
SEAL_KEY_UNKNOWN = problem(
    "seal_key_unknown",
    422,
    w("没有指纹为 {fingerprint} 的封印密钥", "There is no seal key with the fingerprint {fingerprint}"),
    w("指纹见 lianfang seal-key list", "See `lianfang seal-key list` for those that exist"),
)
SEAL_KEY_REVOKED = problem(
    "seal_key_revoked",
    409,
    w("封印密钥 {fingerprint} 已于 {at} 作废", "The seal key {fingerprint} was already revoked at {at}"),
    w("无需再办", "There is nothing left to do"),
)
SEAL_KEYS_OTHER = problem(
    "seal_keys_other",
    503,
    w(
        "数据库属于安装 {there}，封印密钥文件属于 {here}",
        "The database belongs to installation {there}, the seal keys to {here}",
    ),
    w(
        "请把该数据库自己的 seal-keys.json 从备份恢复到数据目录",
        "Restore that database's own seal-keys.json from a backup into the data folder",
    ),
)
