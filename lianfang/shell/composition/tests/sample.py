"""Four pages of the project's own words, written from the facts of the campaign, and pictures drawn here."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw

from lianfang.shell.composition.layout import (
    Article,
    Author,
    Block,
    BlockKind,
    Issue,
    Masthead,
    Note,
    Page,
    Picture,
    Prominence,
    Span,
    Template,
)

PAR, SUB, QUOTE = BlockKind.PARAGRAPH, BlockKind.SUBHEAD, BlockKind.QUOTE


@lru_cache(maxsize=32)
def drawn(seed: int = 0, size: tuple[int, int] = (1200, 800)) -> bytes:
    """A block of flats at dusk, some windows lit: another for each seed."""
    wide, high = size
    image = Image.new("RGB", size)
    draw = ImageDraw.Draw(image)
    for y in range(high):
        shade = 150 + 90 * y // high
        draw.line([(0, y), (wide, y)], fill=(shade - 40, shade - 20, shade))
    for block in range(3):
        left, top = wide * (block * 33 + 4) // 100, high * (18 + (block * 7 + seed * 5) % 22) // 100
        right = left + wide * 26 // 100
        draw.rectangle([left, top, right, high], fill=(120 - block * 12, 112 - block * 10, 105))
        for row in range(9):
            for column in range(6):
                x, y = left + (right - left) * (column * 15 + 8) // 100, top + (high - top) * (row * 11 + 4) // 100
                lit = (seed + block * 7 + row * 5 + column * 3) % 4 == 0
                draw.rectangle([x, y, x + wide // 50, y + high // 22], fill=(250, 220, 140) if lit else (70, 78, 90))
    out = BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


def text(*blocks: str) -> tuple[Block, ...]:
    """Blocks from lines: `# ` begins a subhead, `> ` a quotation; `^2` after a word names a note."""
    return tuple(_block(line) for line in blocks)


def _block(line: str) -> Block:
    kind = SUB if line.startswith("# ") else QUOTE if line.startswith("> ") else PAR
    parts = line.removeprefix("# ").removeprefix("> ").split("^")
    proved = [int(part[0]) for part in parts[1:]]
    words = [parts[0], *(part[1:] for part in parts[1:])]
    spans = [Span(said, note) for said, note in zip(words, [*proved, 0], strict=True)]
    return Block(kind, tuple(spans))


def photo(seed: int, alt: str, caption: str, credit: str = "", size: tuple[int, int] = (1200, 800)) -> Block:
    return Block(BlockKind.PICTURE, picture=Picture(drawn(seed, size), alt, caption, credit))


LEAD = Article(
    key="a1",
    kicker="新疆煤田地质局一六一队五十天守住近2000人的家园",
    title="九百四十二扇门 一张每天亮着的表",
    deck="社区牵头，单位出人，每一次敲门都有记录、有回执、有下落",
    authors=(Author("本报记者"),),
    prominence=Prominence.LEAD,
    summary="一六一队和马南社区怎样在五十天里做到不漏一户。",
    keywords=("联防联控", "零感染"),
    blocks=(
        photo(
            1,
            "傍晚的小区楼群，一部分窗户亮着灯",
            "傍晚，一六一队小区按户亮灯。值班员对着台账核对当天最后一轮敲门情况。",
            "本报资料",
        ),
        *text(
            "七月十六日夜里，一六一队办公楼三层的灯没有关。值班桌上摊着一张小区平面图，图上画着942个小格，一格是一户。队里的要求只有一句话：格子可以空着，不可以猜着填。",
            "这座小区住着近2000人，外来务工的租户多，搬进搬出快，登记底数难。马南社区牵头做排查和观察，一六一队出人出车出物资。双方开了两次协调会，把楼栋分到人，把时间分到点，把交接写到纸上。",
            "# 先把人数清楚",
            "头三天，最难的不是测温，是敲开门。白天没人应的门，晚上再去；晚上还没人的，留下纸条，第二天清早打电话。到第一周末，每一户都有了名字、电话和最近一次见面的时间^1。",
            "“没见到人就写没见到，不能写正常。”负责台账的同事说。表上于是有了两种零：一种是敲过门、问过人、量过体温以后的零，一种是没人去过的空白。前一种可以上报，后一种要当天补上。",
            "# 再把路走稳",
            "每天早、中、晚三次，消毒的人从办公楼出发，走过小区电梯、楼道、公共厕所、垃圾点、值班室和职工食堂。药剂的配比写在桶上，时间写在墙上的卡片里，谁走过，谁签字。垃圾当天清走，不隔夜。",
            "物资是提前备下的：口罩11000个，消毒液90公斤，消毒药剂40盒，测温仪28个，防护服80套，一次性医用护理手套900双^2。发放一律走出库单，领的人和给的人各留一半。",
            "> 格子可以空着，不可以猜着填。",
            "# 让好消息先到家",
            "小区里的电子屏、横幅、公告栏和微信群、QQ群，说的是同一份内容。哪一天开始、到哪里办、电话多少，每一条都写明来源。有人在群里转来路不明的消息，网格员先问出处，再请社区核实，最后把结果贴回原处。",
            "九月三日，防控期结束。墙上的平面图被收进档案袋，942个格子全部有字。队里把这张图叫作家底。有人提议装裱起来，负责台账的同事没有同意：“先复印一份，原件还要备查。”",
        ),
    ),
    notes=(
        Note(1, "在册户数：942户，以社区与一六一队共同登记为准，截至2020年9月3日，已核实。"),
        Note(2, "物资储备：专项资金提前采购的数量，以入库单为准，已核实。"),
    ),
    editor="编辑部",
)

LAUNDRY = Article(
    key="a2",
    kicker="洁倍佳洗涤公司",
    title="六十八家酒店的布草 一袋也没有混装",
    authors=(Author("本报通讯员"),),
    blocks=text(
        "隔离酒店换下来的床单、被套和毛巾，装在双层的袋子里，从侧门出来，上专用的车。洗涤公司的工人把这件事拆成三句话：单独处理，单独包装，单独接送。",
        "68家隔离酒店，每家每天的袋数不一样。接车的人在酒店门口点一遍，进厂的人在卸货口再点一遍，两次对得上，单子才算完。对不上的，车不走。",
        "# 三十多天没有回家",
        "班组的人在岗位上住了30多天。机器不停，人分两班，吃饭也隔着一张桌子坐。脏的从这边进，净的从那边出，中间隔着一道门，门上只写两个字：止步。",
        "有人问，洗衣服也算防控吗？班长指着墙上的流程图说，布草从酒店到车间、从车间回酒店，要经过九双手，哪一双手马虎，后面的人就白做了。",
    ),
)

DRIVERS = Article(
    key="a3",
    title="四名司机和一张夜间出车表",
    authors=(Author("机关党支部", "通讯员"),),
    blocks=text(
        "机关党支部的车队只有4名司机。防控期里，送人、送样、送菜、送药，车钥匙挂在值班室的同一块板上，谁拿走，谁在表上写下时间和去处。",
        "夜里的电话最要紧。老人要取药，孕妇要产检，先报社区，再派车，回来以后登记消毒。出车表上最长的一页，一夜写了11行。",
        "司机们说，车开得再快，也快不过提前想到。他们把小区里常年服药的住户列成单子，每周主动问一次。",
    ),
)

VOLUNTEERS = Article(
    key="a4",
    title="一百八十多件红马甲",
    kicker="志愿者故事",
    boxed=True,
    blocks=text(
        "队里先后有180余名志愿者上岗，其中青年30多人。他们守门岗、测体温、搬菜、送药，也帮老人学着用手机登记。",
        "后勤党支部的同志连着干了48天。队里后来把这件事写进了值班制度：连续上岗要有人提醒，要有人换下来歇一歇。坚守值得感谢，排班更要讲道理。",
        "近100名党员编进了八个支部的值班表，机关、热力公司、后勤、退管、机修、多经、地质、钻探，一个不少。",
    ),
)

RESUME = Article(
    key="a5",
    title="九月五日，返岗",
    blocks=text(
        "九月一日，队里开了复工专题会。四日，通知发到每一个项目。五日是星期六，返岗的人陆续到了。",
        "11个野外项目、5台钻机分布在不同的县，返岗不按一个日子，按所在县的风险等级。等级高的先等，等级变了再报。",
        "防控和生产两块牌子，挂在同一面墙上。",
    ),
)


def brief(key: str, title: str, *lines: str) -> Article:
    return Article(key=key, title=title, prominence=Prominence.BRIEF, blocks=text(*lines))


BRIEFS = (
    brief(
        "b1",
        "五次专题会议定了什么",
        "队党委先后召开5次专题会议，议定事项逐条写明谁办、何时办完、由谁复查，办结后销号。",
    ),
    brief(
        "b2",
        "门岗实行双人登记",
        "小区门岗由两人同时在岗，一人看证，一人记录。外来车辆只到门口，货物由志愿者接力送进楼。",
    ),
    brief("b3", "道德讲堂移到线上", "原定的道德讲堂改在群里进行，主讲人讲一刻钟，听的人写一段话。微党课也照此办理。"),
    brief(
        "b4", "三部影片，一篇心得", "党员在家观看《惊心动魄》《惊涛骇浪》《惊天动地》，各支部收集心得，择优登在公告栏。"
    ),
)

LECTURE = Article(
    key="c1",
    title="道德讲堂走进村里的院子",
    kicker="访惠聚",
    prominence=Prominence.LEAD,
    authors=(Author("王一宁", "记者"), Author("李向前", "通讯员"), Author("赵小河", "摄影")),
    blocks=(
        photo(5, "村里的院子坐着听讲的人", "讲堂就设在院子里，凳子隔一米摆一张。", "赵小河", (1400, 800)),
        *text(
            "讲堂没有讲台。一张方桌，十几条板凳，主讲的人站在葡萄架下，讲的是一家人怎样照顾邻居。听的人里有老人，也有刚放学的孩子。",
            "工作队的同志把讲稿改了三遍，去掉了所有的大词。他们说，村里人听得懂的话，才是讲给村里人的话。",
            "# 一堂课，三件小事",
            "第一件，是一位嫂子替在外务工的邻居照看了两个月的菜地。第二件，是一位司机把车停下来，送摔倒的老人去了卫生室。第三件最短：有人捡到钱包，在群里发了一张照片，十分钟后失主就来了。",
            "讲完了，没有人急着走。有人说起自己的事，有人补充别人的事，记录的同志写满了四页纸。",
            "# 讲完以后",
            "工作队把这些事编成小册子，放在村委会的窗台上，谁都可以拿。下一堂课的题目，是村民自己提的：怎样分清网上的真话和假话。",
            "一六一队脱贫攻坚和访惠聚的同志说，讲堂还要办下去，不求次数，只求每次都有人愿意开口。",
        ),
    ),
)
STUDY = Article(
    key="c2",
    title="赴高校开展党建学习交流",
    blocks=text(
        "队里的支部书记们到高校参加了一次学习交流。白天听课，晚上讨论，每个人带着一个问题去，带着一张清单回来。",
        "清单上写得最多的是三个字：怎么办。党员先锋岗怎样不流于形式？议定的事项怎样件件有着落？年轻人怎样愿意来、留得下？",
        "回来以后，各支部用一周时间把清单变成计划，贴在会议室的墙上，办完一条，划掉一条。",
    ),
)
FLAG = Article(
    key="c3",
    title="我和国旗合张影",
    boxed=True,
    blocks=(
        photo(8, "楼前的旗杆和人群", "合影点设在办公楼前。", "", (1000, 800)),
        *text(
            "国庆前一天，办公楼前的旗杆下排起了队。大家隔着一米站，轮到谁，谁摘下口罩，站直，笑一笑。",
            "最早来的是退休的老职工，最后走的是下夜班的司机。照片当天就发给了本人。",
        ),
    ),
)
MODEL = Article(
    key="c4",
    title="项目一线党旗红",
    kicker="他山之石",
    blocks=text(
        "兄弟单位把党员的名字写在项目牌上：谁负责安全，谁负责质量，谁负责后勤，一目了然。出了问题先找牌子，再找人。",
        "这个做法不复杂，难的是每天更新。他们规定，牌子上的字过了三天没有变，就要有人来问一问。",
    ),
)
ESSAY = Article(
    key="d1",
    title="窗台上的葱",
    kicker="随笔",
    prominence=Prominence.LEAD,
    authors=(Author("林之晚"),),
    blocks=text(
        "那年夏天我在窗台上种了一盆葱。起初只是因为楼下的店关了门，后来是因为每天都要看一看它长了多少。",
        "敲门的姑娘每天来两次，早上量体温，傍晚问缺什么。她站在门外一米的地方，把测温仪举得很稳。有一天她看见那盆葱，说，阿姨，你家有春天。我说，现在是七月。她笑了，口罩动了一下。",
        "再后来，对门的老张也种了一盆，楼上的孩子种了一排蒜。我们在各自的窗前探出头来，比谁家的高。楼很高，风很大，说话要喊，可是谁也不觉得吵。",
        "> 她说，阿姨，你家有春天。",
        "九月三日那天，门可以打开了。我第一件事是剪下一把葱，用纸包好，放在楼下值班室的桌子上。值班的人抬头看我，又低头写了一行字。我猜他写的是：一单元，葱一把，已收。",
        "什么都要登记，这是那个夏天留给我的习惯。如今我买菜还会在心里记：几点，从谁手里，多少。记着记着就想起那个姑娘，想起她把每一户的数字写得那样工整，像在抄一首诗。",
        "葱一直种到现在。有人问我怎么总也吃不完，我说，要留根。",
    ),
)
POEM = Article(
    key="d2",
    title="夜班",
    authors=(Author("周野"),),
    source="",
    blocks=text(
        "灯是最后一个睡的。它把影子放在表格上，等一个电话，等一辆车，等天亮之前最浅的那一层蓝。",
        "我把水杯放在左边，把笔放在右边，中间留给名字。九百四十二个名字，念一遍要一个小时，念完了，天就亮了。",
    ),
)
ROAD = Article(
    key="d3",
    title="返程路上看见的山",
    authors=(Author("钻探队", "摄影"),),
    blocks=(
        photo(11, "返程路上的山和楼", "返岗那天清晨，车队经过山口。", "钻探队", (1500, 900)),
        *text(
            "车队出城的时候天还没有亮。过了山口，云压在半山腰，像一条没有叠好的被子。对讲机里有人说，慢一点，前面有羊。",
            "到驻地先测温，再登记，然后才卸行李。钻机停了五十天，第一遍检查用了整整一个上午。",
        ),
    ),
)


def news(key: str, seed: int, title: str, caption: str, *lines: str) -> Article:
    return Article(key=key, title=title, blocks=(photo(seed, caption, caption, "本报资料"), *text(*lines)))


PHOTOS = Article(
    key="e1",
    title="这个夏天，镜头里的小区",
    kicker="影像",
    prominence=Prominence.LEAD,
    authors=(Author("本报资料", "图"), Author("编辑部", "文")),
    blocks=(
        *(
            photo(20 + i, f"小区里的第{i + 1}个镜头：楼群与窗", words)
            for i, words in enumerate(
                (
                    "清晨第一轮消毒，从办公楼门厅开始。",
                    "电梯按键每天擦三次。",
                    "垃圾点当日清空。",
                    "值班室里的交接：人走，表不走。",
                    "门岗双人登记。",
                    "志愿者把菜送到楼下。",
                )
            )
        ),
        *text(
            "没有大场面。镜头里是擦电梯按键的手，是楼道里弯着的背，是值班室墙上写满字的表。五十天里，最多的动作是敲门、登记、消毒、再敲门。",
            "照片由各支部提供，拍摄的人大多没有留下名字。我们按时间排好，让它们自己说话。",
        ),
    ),
)


def issue() -> Issue:
    """The four pages."""
    made = {"editor": "陈默", "layout_by": "苏禾", "phone": "0991-0000000"}
    return Issue(
        masthead=Masthead(
            "联防周报",
            sponsor="某单位政工科",
            slogan="见到人，再写数",
            tip_line="值班室 8000",
            address="paper.example.org",
        ),
        day=date(2020, 10, 12),
        number=12,
        pages=(
            Page(1, "要闻", Template.FRONT, (LEAD, LAUNDRY, RESUME, DRIVERS, VOLUNTEERS), **made),
            Page(
                2,
                "影像",
                Template.PHOTO,
                (
                    PHOTOS,
                    news(
                        "e2",
                        31,
                        "食堂的隔桌",
                        "一人一桌，背向而坐。",
                        "职工食堂撤掉了一半的椅子，留下的都朝着同一个方向。打饭的窗口贴着一米线，师傅把菜盛好，隔着玻璃递出来。",
                    ),
                    news(
                        "e3",
                        33,
                        "秤上的消毒液",
                        "每一桶都称过重。",
                        "配药的人先称水，再称药，最后把两个数写在桶上。90公斤消毒液，从进库到用完，每一次都能对上。",
                    ),
                ),
                **made,
            ),
            Page(3, "政治·文化", Template.INNER, (LECTURE, STUDY, FLAG, MODEL, *BRIEFS), **made),
            Page(4, "副刊", Template.SUPPLEMENT, (ESSAY, POEM, ROAD), **made),
        ),
        notes=("数据截至各文所注时间；引用请连同注释。",),
    )
