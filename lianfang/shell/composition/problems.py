"""composition · problems: what cannot be set as an issue, and why."""

from __future__ import annotations

from lianfang.kernel.problems import problem
from lianfang.kernel.words import w

ISSUE_EMPTY = problem(
    "issue_empty",
    422,
    w("这一期没有任何版面", "The issue has no pages"),
    w("请先在组版中加上第1版", "Add page 1 to the page plan first"),
)
PAGE_NUMBER_TWICE = problem(
    "page_number_twice",
    422,
    w("第{number}版出现了{times}次", "Page {number} stands {times} times in the issue"),
    w("请改正版次，每版一个号", "Correct the page numbers: each page has its own"),
)
PAGE_NUMBER_MISSING = problem(
    "page_number_missing",
    422,
    w("本期{count}个版，缺第{number}版", "The issue has {count} pages and no page {number}"),
    w("版次应从1起连续编号", "Number the pages from 1 without a gap"),
)
PAGE_EMPTY = problem(
    "page_empty",
    422,
    w("第{number}版“{name}”没有稿件", "Page {number}, “{name}”, has no articles"),
    w("请排上稿件，或撤去这一版", "Place articles on it, or take the page out"),
)
ARTICLE_KEY_TWICE = problem(
    "article_key_twice",
    422,
    w("编号 {key} 的稿件在本期排了{times}次", "The article {key} is placed {times} times in the issue"),
    w("请撤去多排的一处；转版请用“下转”", "Take the others out; to go on elsewhere, let it run on"),
)
ARTICLE_KEY_UNUSABLE = problem(
    "article_key_unusable",
    422,
    w("“{key}”不能作稿件编号", "“{key}” cannot be an article's key"),
    w("编号用小写字母开头的字母、数字和连字符，如 a1", "A key is letters, digits and hyphens such as a1"),
)
ARTICLE_UNTITLED = problem(
    "article_untitled",
    422,
    w("第{number}版的稿件 {key} 没有标题", "The article {key} on page {number} has no headline"),
    w("请写上主题；没有标题的稿件无法列入目录", "Give it a headline: without one it cannot be listed"),
)
RUNS_ON_NOWHERE = problem(
    "runs_on_nowhere",
    422,
    w(
        "稿件 {key} 要转到第{to}版，但那不是本期的另一版",
        "The article {key} runs on to page {to}, which is no other page",
    ),
    w("请选本期的另一版，或不转版", "Choose another page of this issue, or none"),
)
PICTURE_MISSING = problem(
    "picture_missing",
    422,
    w("稿件 {key} 第{place}处图片位置没有图片", "Picture {place} of the article {key} is not there"),
    w("请选上图片，或删去这个位置", "Choose the picture, or remove its place"),
)
PICTURE_UNDESCRIBED = problem(
    "picture_undescribed",
    422,
    w(
        "稿件 {key} 第{place}幅图片没有文字说明",
        "Picture {place} of the article {key} has no words for who cannot see it",
    ),
    w("请用一句话写出图中是什么", "Say in one sentence what it shows"),
)
