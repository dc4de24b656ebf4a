"""tracing · kinds: an official notice about people of the unit."""

from __future__ import annotations

from django.db.models import IntegerField

from lianfang.areas.tracing.payloads import SUBJECTS
from lianfang.kernel.declaring import declare_kind
from lianfang.kernel.kinds import NO_PERSONAL_DATA, Presence
from lianfang.kernel.payloads import Line, Payload, fact
from lianfang.kernel.sums import total
from lianfang.kernel.vocabulary import Coded
from lianfang.kernel.words import w


class OfficialNotice(Payload):
    """An official notice about people of the unit (event E02). The only source of a case; it names nobody here."""

    subject: Coded = fact("类别", "subject", choices=SUBJECTS)
    count: int = fact("人数", "count", ge=1, le=100_000)
    doc_source: Line = fact("通报机关及文号", "issued by, document number", min_length=1)


OFFICIAL_NOTICE = declare_kind(
    "tracing.official_notice",
    OfficialNotice,
    w("官方病例通报", "official notice of cases"),
    w("官方通报{subject} {count} 例（{doc_source}）", "official notice: {count} {subject} ({doc_source})"),
    privacy=NO_PERSONAL_DATA,
    place=Presence.FORBIDDEN,
    primary=("subject", "count", "doc_source"),
    unprojected=("doc_source",),
    columns={"people": (IntegerField(), "count")},
    sums={"tracing_day": {"notices": total("r.people")}},
)
