"""newspaper · kinds: what the paper is called, and the life of an issue: planned, signed off, published."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Annotated, Literal
from uuid import UUID

from django.db.models import DateField
from pydantic import Field, ValidationInfo, field_validator

from lianfang.areas.newspaper.kinds import APPROVE, EDIT
from lianfang.kernel.declaring import cut, declare_act, declare_table
from lianfang.kernel.payloads import Line, Moment, Payload, Sha256, Text, fact, unacceptable
from lianfang.kernel.words import w
from lianfang.shell.composition.drawn import POINTS
from lianfang.shell.texts.payloads import Said, Why

TEMPLATES = {
    "front": w("头版", "front page"),
    "inner": w("内页", "inner page"),
    "photo": w("图片版", "pictures"),
    "supplement": w("副刊", "supplement"),
}
OLD = "old"  # a page that was printed before: a picture, zones that were drawn, texts that were typed
PAGE_TEMPLATES = TEMPLATES | {OLD: w("旧报", "old page")}
SIZES = {
    "lead": w("头条", "lead"),
    "normal": w("一般", "normal"),
    "brief": w("简讯", "brief"),
}
PAGES_MOST, ARTICLES_MOST, ZONES_MOST = 32, 40, 80
Scans = Annotated[list[Sha256], Field(min_length=1, max_length=PAGES_MOST)]


class PaperSet(Payload):
    """What stands at the head and foot of the paper. What is not known is left out: nothing is made up (D)."""

    name: Said = fact("报名", "name of the paper")
    serial_no: Annotated[Line, Field(pattern=r"^CN[0-9]{2}-[0-9]{4}(/[A-Z0-9]{1,4})?$")] | None = fact(
        "国内统一刊号", "serial number (CN)", default=None
    )
    supervisor: Line | None = fact("主管", "supervisor", default=None)
    sponsor: Line | None = fact("主办", "sponsor", default=None)
    tip_line: Line | None = fact("新闻报料热线", "tip line", default=None)
    slogan: Line | None = fact("报眼用语", "words beside the masthead", default=None)
    address: Line | None = fact("网址", "web address", default=None)
    producer: Line | None = fact("制作单位", "produced by", default=None)
    copyright: Line | None = fact("版权", "copyright", default=None)
    icp: Line | None = fact("ICP 备案号", "ICP filing", default=None)
    about: Text | None = fact("关于我们", "about the paper", default=None)


class Placed(Payload):
    """An article in its place on a page."""

    article: UUID = fact("稿件", "article")
    size: Literal["lead", "normal", "brief"] = fact("大小", "size", choices=SIZES, default="normal")
    columns: int = fact("栏数", "columns", default=0, ge=0, le=6)
    boxed: bool = fact("加框", "boxed", default=False)
    runs_on_to: int | None = fact("下转版", "runs on to page", default=None, ge=1, le=PAGES_MOST)


class DrawnZone(Payload):
    """Where an article, or a part of it, stands on an old page: the corners, in per cent of its width and height."""

    article: UUID = fact("稿件", "article")
    points: Annotated[Text, Field(pattern=rf"^{POINTS.pattern}$")] = fact("各角", "corners")


class PageScan(Payload):
    """An old page as it was printed: its picture, the paper it was taken from, and who allows to show it."""

    picture: Sha256 = fact("版面图", "picture of the page")
    original: Sha256 | None = fact("原 PDF", "the PDF it was taken from", default=None)
    leaf: int = fact("PDF 第几页", "page of the PDF", default=1, ge=1, le=999)
    source: Said = fact("来源", "source")
    licence: Said = fact("授权", "licence")
    zones: list[DrawnZone] = fact("区域", "zones", default_factory=list, max_length=ZONES_MOST)


class PagePlan(Payload):
    """A page 版: number, name, template, and its articles in their order; an old page has a `scan`."""

    number: int = fact("版次", "page number", ge=1, le=PAGES_MOST)
    name: Said = fact("版名", "page name")
    template: Literal["front", "inner", "photo", "supplement", "old"] = fact("版式", "template", choices=PAGE_TEMPLATES)
    articles: list[Placed] = fact("稿件", "articles", max_length=ARTICLES_MOST)
    editor: Line | None = fact("责编", "page editor", default=None)
    layout_by: Line | None = fact("版面设计", "layout", default=None)
    phone: Line | None = fact("电话", "telephone", default=None)
    scan: PageScan | None = fact("旧报版面", "old page", default=None, validate_default=True)

    @field_validator("scan")
    @classmethod
    def _scanned(cls, scan: PageScan | None, info: ValidationInfo) -> PageScan | None:
        if (info.data.get("template") == OLD) != (scan is not None):
            raise unacceptable("scan_or_template", w("旧报版面要有版面图，别的版没有", "an old page has its picture"))
        return scan


class IssuePlanned(Payload):
    """An issue as it is planned from now on, whole."""

    dated: date = fact("出版日期", "date")
    issue_no: int = fact("总期号", "running number", ge=1, le=100_000)
    edition: int = fact("同日第几份（0 为正报）", "edition of the day, 0 is the paper", default=0, ge=0, le=9)
    supplement: Line | None = fact("增刊名称", "name of the supplement", default=None, validate_default=True)
    publish_at: Moment | None = fact("发布时间", "publish at", default=None)
    pages: list[PagePlan] = fact("版面", "pages", max_length=PAGES_MOST)
    scans: Scans | None = fact("旧报版面图", "pictures of old pages", files="photo", default=None)
    originals: Scans | None = fact("旧报 PDF", "PDFs of old pages", files="paper", default=None)

    @property
    def is_old(self) -> bool:
        """Whether any of its pages was printed before."""
        return any(page.scan for page in self.pages)

    @field_validator("supplement")
    @classmethod
    def _named(cls, name: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("edition") and not name:
            raise unacceptable("supplement_unnamed", w("增刊要有名称", "a supplement needs a name"))
        return name


class SignedArticle(Payload):
    """An article, in the version that was signed."""

    article: UUID = fact("稿件", "article")
    version: int = fact("稿次", "version", ge=1)


class IssueSigned(Payload):
    """The issue may go out as it is planned; any change of the plan or of a text takes this away."""

    plan: int = fact("计划的版本", "version of the plan", ge=1)
    articles: list[SignedArticle] = fact("稿件", "articles")
    note: Line | None = fact("说明", "note", default=None)


class IssueReturned(Payload):
    """It is not to go out like this, and why."""

    why: Why = fact("退回原因", "why it goes back")


class PublishedFile(Payload):
    """A file of the issue, by what it is and by its content."""

    name: Line = fact("文件", "file")
    sha256: Sha256 = fact("校验值", "checksum")


class IssuePublished(Payload):
    """The issue went out: the fingerprint of all its words and figures, and of each of its files."""

    slug: Annotated[Line, Field(pattern=r"^\d{4}-\d{2}-\d{2}(-[1-9])?$")] = fact("期", "issue")
    content: Sha256 = fact("内容校验值", "checksum of the content")
    files: list[PublishedFile] = fact("文件", "files")


class Origin(Payload):
    """The entry under which an issue came out in another installation, and its way to the seal of its day."""

    entry: UUID = fact("原记录", "entry")
    digest: Sha256 = fact("原记录指纹", "digest of the entry")
    day: date | None = fact("封存日", "sealed day", default=None)
    root: Sha256 | None = fact("封印", "root of the seal", default=None)
    steps: list[Annotated[Line, Field(pattern=r"^(left|right) [0-9a-f]{64}$")]] = fact(
        "到封印的路径", "steps to the root", default_factory=list, max_length=64
    )


class IssueImported(Payload):
    """An issue was taken over as it came out elsewhere: its fingerprints, and what it was published under there."""

    slug: Annotated[Line, Field(pattern=r"^\d{4}-\d{2}-\d{2}(-[1-9])?$")] = fact("期", "issue")
    content: Sha256 = fact("内容校验值", "checksum of the content")
    files: list[PublishedFile] = fact("文件", "files")
    record: Sha256 = fact("随附记录校验值", "checksum of the record beside it")
    origin: Origin = fact("原出版记录", "under what it came out")


class NoticeImported(Payload):
    """An erratum or a withdrawal was taken over with its issue."""

    notice: UUID = fact("原记录", "entry")
    article: UUID = fact("稿件", "article")
    slug: Annotated[Line, Field(pattern=r"^\d{4}-\d{2}-\d{2}(-[1-9])?$")] = fact("期", "issue")
    withdrawn: bool = fact("撤稿", "withdrawn")
    wrong: Text | None = fact("原文", "what stood there", default=None)
    says: Annotated[Text, Field(min_length=1)] = fact("更正或原因", "what is right, or why")


PAPER = declare_act(
    "newspaper.paper_set",
    PaperSet,
    w("报头", "masthead"),
    cut(w("报头设为《{name}》", "the paper is called “{name}”")),
    record=EDIT,
    steps=True,
    whole=True,
)
_step = partial(
    declare_act,
    table=declare_table(
        "newspaper.issue_step",
        IssuePlanned,
        IssueSigned,
        IssueReturned,
        IssuePublished,
        model="IssueStep",
        steps=True,
        whole=True,
        columns={
            "dated": (DateField(null=True), "(e.data->>'dated')::date"),
        },
        indexes={
            "newspaper_issue_stream": ("stream", "number"),
            "newspaper_issue_path": ("path", "occurred_at"),
        },
    ),
)
PLANNED = _step(
    "newspaper.issue_planned",
    IssuePlanned,
    w("组版", "issue planned"),
    w("{dated} 第 {issue_no} 期组版", "planned issue {issue_no} of {dated}"),
    record=EDIT,
)
SIGNED = _step(
    "newspaper.issue_signed",
    IssueSigned,
    w("签发", "issue signed off"),
    w("签发（计划第 {plan} 版）", "signed off (plan {plan})"),
    record=APPROVE,
)
RETURNED = _step(
    "newspaper.issue_returned",
    IssueReturned,
    w("退回组版", "issue returned"),
    cut(w("退回：{why}", "returned: {why}")),
    record=APPROVE,
)
PUBLISHED = _step(
    "newspaper.issue_published",
    IssuePublished,
    w("发布", "issue published"),
    w("发布 {slug}", "published {slug}"),
    record=APPROVE,
)
IMPORTED = declare_act(
    "newspaper.issue_imported",
    IssueImported,
    w("接收报纸", "issue taken over"),
    w("接收 {slug}", "took over {slug}"),
    record=APPROVE,
    whole=True,
    indexes={},
)
NOTICE_IMPORTED = declare_act(
    "newspaper.notice_imported",
    NoticeImported,
    w("接收勘误", "erratum taken over"),
    cut(w("接收 {slug} 的勘误或撤稿：{says}", "took over an erratum or withdrawal of {slug}: {says}")),
    record=APPROVE,
    indexes={"newspaper_notice_imported_of": ("slug",)},
)
