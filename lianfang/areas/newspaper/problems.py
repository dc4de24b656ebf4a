"""newspaper · problems: everything at the desk and in the paper that can be refused, and how it is said."""

from __future__ import annotations

from lianfang.kernel.problems import problem
from lianfang.kernel.words import w

NO_PAPER = problem(
    "newspaper_no_paper",
    409,
    w("还没有设报头", "The paper has no name yet"),
    w("先在“报头”里填报名，其余没有的不填", "Give it a name under “Masthead”; leave out what there is not"),
)
OTHER_PAPER = problem(
    "newspaper_other_paper",
    409,
    w("本系统已有《{name}》，由 {unit} 办", "This installation has “{name}” already, kept by {unit}"),
    w("稿件请投给该报", "Hand your articles in there"),
)
DATE_TAKEN = problem(
    "newspaper_date_taken",
    409,
    w("{day} 已经有一期（总第 {number} 期）", "There is an issue of {day} already (no. {number})"),
    w("改日期，或作为增刊出版并写明名称", "Choose another date, or make it a supplement with a name"),
)
NUMBER_TAKEN = problem(
    "newspaper_number_taken",
    409,
    w("总第 {number} 期已用于 {day}", "Running number {number} is that of {day} already"),
    w("下一个可用的是 {next}", "The next free one is {next}"),
)
PAGES = problem(
    "newspaper_pages",
    422,
    w("版次不连续或重复：{given}", "Page numbers are missing or double: {given}"),
    w("版次从 1 起，一版一个，如 1、2、3、4", "Number the pages from 1 on, each once: 1, 2, 3, 4"),
)
PAGE_EMPTY = problem(
    "newspaper_page_empty",
    422,
    w("第 {page} 版没有稿件", "Page {page} has no article"),
    w("放上稿件，或去掉这一版", "Place an article there, or take the page out"),
)
PLACED_TWICE = problem(
    "newspaper_placed_twice",
    422,
    w("《{title}》放了两处（第 {first} 版、第 {second} 版）", "“{title}” stands twice, on pages {first} and {second}"),
    w("只留一处；放不下可用“下转”", "Leave it in one place; what does not fit can run on to another page"),
)
NOT_APPROVED = problem(
    "newspaper_not_approved",
    409,
    w("《{title}》还没有审签", "“{title}” is not approved yet"),
    w("审签后再签发这一期", "Have it approved before the issue is signed off"),
)
ELSEWHERE = problem(
    "newspaper_elsewhere",
    409,
    w("《{title}》已登在 {slug}", "“{title}” was printed in {slug} already"),
    w("换一篇，或另写一稿", "Take another, or write a new one"),
)
OVERFLOWS = problem(
    "newspaper_overflows",
    422,
    w("版面放不下：{what}", "This does not fit: {what}"),
    w("删字、缩小、减少图片，或转到别的版", "Cut, make it smaller, leave out pictures, or run it on to another page"),
)
NOT_SIGNED = problem(
    "newspaper_not_signed",
    409,
    w("这一期还没有签发，或签发后又改过", "This issue is not signed off, or was changed since"),
    w("请重新签发", "Have it signed off again"),
)
ISSUE_OUT = problem(
    "newspaper_issue_out",
    409,
    w("{slug} 已经出版", "{slug} is published already"),
    w("出版后不能改；有错请在稿件上登勘误", "It stays as it is; tell errors as errata of the article"),
)
NOT_OUT = problem(
    "newspaper_not_out",
    409,
    w("这篇稿件还没有见报", "This article is not in print"),
    w("没见报的直接改稿", "Mend the text itself"),
)
FIGURE_NOT_PRINTED = problem(
    "newspaper_figure_not_printed",
    422,
    w("这篇稿件没有印过“{said}”", "This article did not print “{said}”"),
    w("请从“印出后有变的数字”里点进来", "Come here from the list of figures that have changed since"),
)
ALONE = problem(
    "newspaper_alone",
    403,
    w("这一期的稿件都是您一个人写的，不能由您签发", "You wrote every article of this issue: you cannot sign it off"),
    w("请另一位有签发权的人签发", "Ask somebody else who may sign"),
)
OLD_MIXED = problem(
    "newspaper_old_mixed",
    409,
    w(
        "{slug} 既有新排的版，又有补录的旧报版（第 {page} 版）",
        "{slug} has pages set here beside old ones (page {page})",
    ),
    w("补录的旧报单独成一期；新稿请另起一期", "An old issue stands by itself: plan another issue for new articles"),
)
OLD_PAGE_TWICE = problem(
    "newspaper_old_page_twice",
    409,
    w("{slug} 已有第 {page} 版“{name}”", "{slug} has page {page} already, “{name}”"),
    w(
        "改版次，如 {next}；要换图请打开该版点“改版面”",
        "Say another number such as {next}, or open that page to mend it",
    ),
)
OLD_PAGE_GONE = problem(
    "newspaper_old_page_gone",
    404,
    w("{slug} 没有补录的第 {page} 版", "{slug} has no old page {page}"),
    w("请从这一期的版面里选", "Choose one of the issue's pages"),
)
SCAN_MISSING = problem(
    "newspaper_scan_missing",
    422,
    w("没有选版面图", "No picture of the page was chosen"),
    w("选这一版的 PDF 或 JPEG、PNG、WebP 图片，如 2012-05-14-03.pdf", "Choose its PDF or a JPEG, PNG or WebP: 03.pdf"),
)
SCAN_SMALL = problem(
    "newspaper_scan_small",
    422,
    w("版面图只有 {width} × {height} 像素，看不清字", "The picture is {width} × {height} pixels: too few to read"),
    w("请按 150 dpi 以上重新扫描，宽至少 {least} 像素", "Scan it at 150 dpi or more: at least {least} pixels wide"),
)
ZONE_OUTSIDE = problem(
    "newspaper_zone_outside",
    422,
    w("区域 {zone} 超出版面：{said}", "Zone {zone} reaches beyond the page: {said}"),
    w(
        "左、上、宽、高都是百分数；左加宽、上加高不超过 100",
        "All are per cent; left + width, top + height: at most 100",
    ),
)
ZONE_SHAPE = problem(
    "newspaper_zone_shape",
    422,
    w("区域 {zone} 不成形：{said}", "Zone {zone} is no shape: {said}"),
    w(
        "矩形填四个数，如 5、10、40、30；多边形写三个以上的角，如 5,10 45,10 45,40，边线不交叉",
        "Four numbers make a rectangle: 5, 10, 40, 30; corners make a polygon: 5,10 45,10 45,40; no side crosses",
    ),
)
ZONE_SMALL = problem(
    "newspaper_zone_small",
    422,
    w("区域 {zone} 太小：{said}", "Zone {zone} is too small: {said}"),
    w("至少宽 1、高 1（百分数）；不要的区域点“删除”", "At least 1 by 1 per cent; delete one that is not wanted"),
)
ZONE_NO_ARTICLE = problem(
    "newspaper_zone_no_article",
    422,
    w("区域 {zone} 没有对应的稿件", "Zone {zone} belongs to no article of this page"),
    w("给它选一篇本版的稿件，或删除这个区域", "Choose an article of the page for it, or delete it"),
)
ZONE_MISSING = problem(
    "newspaper_zone_missing",
    422,
    w("第 {page} 版《{title}》没有区域", "On page {page}, “{title}” has no zone"),
    w("在版面图上画出它的位置，或把它从这一版拿下", "Draw where it stands, or take it off the page"),
)
ZONES_OVERLAP = problem(
    "newspaper_zones_overlap",
    422,
    w("第 {page} 版区域 {one} 与区域 {other} 重叠", "On page {page}, zones {one} and {other} overlap"),
    w("缩小其中一个，或改画多边形", "Make one of them smaller, or draw it as a polygon"),
)
SEARCH_EMPTY = problem(
    "newspaper_search_empty",
    422,
    w("请输入要找的字词", "Say what to look for"),
    w("如：消毒、口罩；也可以按日期找", "For instance 消毒 or 口罩; or look by date"),
)
SEARCH_LONG = problem(
    "newspaper_search_long",
    422,
    w("要找的字词太长（{length} 字）", "That is too long to look for ({length} characters)"),
    w("请缩短到 100 字以内", "Shorten it to 100 characters"),
)
NOTHING_OUT = problem(
    "newspaper_nothing_out",
    404,
    w("这段时间没有出报", "No issue came out within these days"),
    w(
        "查看 /paper/issues/ 里有哪些日期，再写 --from、--to",
        "Look at /paper/issues/ for the days, then say --from and --to",
    ),
)
NO_COPY = problem(
    "newspaper_no_copy",
    422,
    w("{folder} 不是导出的报纸：{what}", "{folder} is no exported paper: {what}"),
    w(
        "给出 lianfang paper export 写出的文件夹，里面有 paper.json",
        "Name a folder of lianfang paper export: it holds paper.json",
    ),
)
BROKEN_COPY = problem(
    "newspaper_broken_copy",
    422,
    w("{slug} 没有接收：{file} {what}", "{slug} was not taken: {file} {what}"),
    w("从原来的系统重新导出，再接收一次", "Export it once more from where it came out, and take it again"),
)
TAKEN = problem(
    "newspaper_import_taken",
    409,
    w("{slug} 没有接收：{what} 已另有所属（{by}）", "{slug} was not taken: {what} belongs to something else ({by})"),
    w("核对两边的出版记录；同一天只能有一份", "Compare what came out on both sides; a day has one paper"),
)
