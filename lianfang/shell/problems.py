"""shell · problems: refusals of the pages about documents that come in or go out, and accounts."""

from lianfang.kernel.problems import problem
from lianfang.kernel.words import w

BAD_CURSOR = problem(
    "bad_cursor",
    422,
    w("地址中的翻页位置无效", "The page position in the address is not valid"),
    w("请回到列表的第一页", "Go back to the first page of the list"),
)
NO_MAIL = problem(
    "no_mail",
    404,
    w("本系统不通过邮件办理账号", "This installation does not handle accounts by mail"),
    w(
        "忘记密码请联系本单位管理员，由其当面给一个新的",
        "Forgotten your password? Ask your unit's administrator, who will hand you a new one",
    ),
)
TEXT_UNPRINTABLE = problem(
    "text_unprintable",
    422,
    w("文字含有不能写入文件的字符（{where}）", "The text holds a character that no document can carry ({where})"),
    w("请删去该字符后重试", "Remove the character and try again"),
)
POSTER_OVERFLOWS = problem(
    "poster_overflows",
    422,
    w(
        "《{title}》放不进 {paper} 海报：用最小的字还多出 {lines} 行（约 {characters} 字）",
        "“{title}” does not fit a poster of {paper}: {lines} lines (about {characters} characters) too many "
        "even in the smallest type",
    ),
    w(
        "删去这么多字，少放图片，改用 A3，或按公文版式印成几页",
        "Cut that much, leave out pictures, take A3, or print it as a notice",
    ),
)
BANNER_LONG = problem(
    "banner_long",
    422,
    w(
        "横幅只能一行：{length} 个字，{metres} 米宽最多 {most} 个，多 {over} 个",
        "A banner is one line: {length} characters; {metres} m take {most} at most, {over} fewer than there are",
    ),
    w(
        "缩短到能一眼看完，如“戴口罩 勤洗手 少聚集”，或选更宽的",
        "Shorten it, as “戴口罩 勤洗手 少聚集”, or choose a wider one",
    ),
)
BANNER_WRAPS = problem(
    "banner_wraps",
    422,
    w("横幅只能一行，这份文字没有一行可印的标题", "A banner is one line, and this text has no title of one line"),
    w("把要挂的那句话写作标题", "Make the sentence that is to hang there its title"),
)
TEXT_TOO_LONG_FOR_CELL = problem(
    "text_too_long_for_cell",
    422,
    w(
        "有一格文字超过电子表格的 {limit} 字上限",
        "One cell's text is longer than the {limit} characters a spreadsheet takes",
    ),
    w("请改用 PDF 或 JSON 导出", "Export it as PDF or JSON instead"),
)
WORKBOOK_UNREADABLE = problem(
    "workbook_unreadable",
    422,
    w("不是可读的 .xlsx 或 .ods 工作簿：{reason}", "Not a readable .xlsx or .ods workbook: {reason}"),
    w("请另存为 .xlsx（不加密）后重新上传", "Save it as .xlsx without a password and upload it again"),
)
WORKBOOK_TOO_LARGE = problem(
    "workbook_too_large",
    413,
    w("工作簿解压后超过 {limit}", "The workbook is larger than {limit} once unpacked"),
    w("请拆成几个较小的文件；本次没有导入任何内容", "Split it into smaller files; nothing of it was imported"),
)
WORKBOOK_FORMULAS = problem(
    "workbook_formulas",
    422,
    w(
        "应填数值的地方有 {count} 处公式，首处 {first}",
        "{count} cells hold formulas where values are due, the first at {first}",
    ),
    w("请复制后“选择性粘贴－值”，再上传", "Copy them, paste as values, and upload again"),
)
PDF_UNREADABLE = problem(
    "pdf_unreadable",
    422,
    w("PDF“{name}”打不开：{reason}", "The PDF “{name}” cannot be opened: {reason}"),
    w("请去掉密码后另存，或改传页面的 JPEG 图片", "Save it without a password, or send the page as a JPEG picture"),
)
PDF_PAGE_UNKNOWN = problem(
    "pdf_page_unknown",
    422,
    w("PDF“{name}”共 {count} 页，没有第 {page} 页", "The PDF “{name}” has {count} pages and no page {page}"),
    w("写 1 到 {count} 之间的页码", "Say a page from 1 to {count}"),
)
BAD_ADDRESS = problem(
    "bad_address",
    422,
    w("这不是可用的发送地址", "This is not an address that messages can be sent to"),
    w(
        "地址形如 wecombot://密钥、dingtalk://令牌、feishu://令牌、mailtos://账号:密码@邮箱域名",
        "Addresses look like wecombot://KEY, dingtalk://TOKEN, feishu://TOKEN, mailtos://user:password@domain",
    ),
)
DAY_UNCLEAR = problem(
    "day_unclear",
    422,
    w("看不出是哪一天：{why}", "It is not clear which day is meant: {why}"),
    w("请写成 2020-08-09 或 8月9日，或在日期处选一天", "Write 2020-08-09 or 9 Aug, or choose the day from the control"),
)
DAY_NOT_YET = problem(
    "day_not_yet",
    404,
    w("{day}还没有开始，没有可看的内容", "{day} has not begun: there is nothing to show yet"),
    w("现在是 {today}", "It is now {today}"),
)
DAY_BEFORE = problem(
    "day_before",
    404,
    w("{day}早于本次防控：从 {first} 起才有记录", "{day} is before the campaign: nothing is kept before {first}"),
    w("请选 {first} 及以后的日子", "Choose a day from {first} on"),
)
PAD_MOVED = problem(
    "pad_moved",
    409,
    w(
        "{who}已转到{unit}，不在这份清单里了；还没有记录",
        "{who} has moved to {unit} and is off this list; nothing is recorded",
    ),
    w("点“记到{unit}”，或仍记在原单位", "Record it at {unit}, or keep it here all the same"),
)
PAD_LEFT = problem(
    "pad_left",
    409,
    w("这一项已不在清单里；还没有记录", "This one is no longer on the list; nothing is recorded"),
    w(
        "请继续下一项；确需记录的，仍记在本单位",
        "Go on with the next; where it must be recorded, keep it here all the same",
    ),
)
PAD_NOT_SAID = problem(
    "pad_not_said",
    422,
    w("没有选{field}", "Nothing was chosen for {field}"),
    w("请点一个选项，或输入一个值", "Tap one of the choices, or type a value"),
)
PAD_WHEN_UNCLEAR = problem(
    "pad_when_unclear",
    422,
    w(
        "不知道这一条是什么时候点的：手机的时钟被改过，或保存已超过 {days} 天；还没有记录",
        "It is not clear when this was tapped: the phone's clock was changed, or it was kept for more than {days} "
        "days; nothing is recorded",
    ),
    w("请在“单独填写”里写明时间再记", "Record it with the whole form, where the time can be given"),
)
PAD_ASKS_MORE = problem(
    "pad_asks_more",
    409,
    w("清单现在多问一项，这一条还没有记录", "The list asks for more by now; nothing is recorded"),
    w("请打开清单，把这一项重新记一次", "Open the list and record this one again"),
)
PAD_OF_ANOTHER = problem(
    "pad_of_another",
    409,
    w("这一条是另一账号点的，还没有记录", "Another login tapped this; nothing is recorded"),
    w("请由 {login} 登录后发送", "It is sent once {login} signs in"),
)
UNIT_NOT_THEN = problem(
    "unit_not_then",
    404,
    w("{unit}在 {day} 还没有设立或已撤销", "{unit} did not exist on {day}"),
    w("该单位 {opened} 设立：请选当时存在的日子", "It was opened on {opened}: choose a day on which it existed"),
)
