"""shell · tests · naughty: strings that people, devices and attackers write, and that must come back as they were."""

NAUGHTY: tuple[str, ...] = (
    "普通文字，全角标点。",
    "=cmd|' /C calc'!A0",
    "=1+1",
    "+86 991 0000000",
    "-1",
    "@SUM(A1:A9)",
    "＝1+1",
    "\t=tab before",
    "' quote",
    '"; DROP TABLE entries; --',
    "<script>alert(1)</script>",
    "<b>&amp;&lt;</b>]]>",
    "{{ 7*7 }}{% load x %}",
    '#import "x.typ": *',
    "#sys.inputs.data $x^2$ *bold* _it_ `code` @ref <label> // no comment",
    "= Heading\n- item\n+ item\n/ term: x",
    "C:\\new\\table\\u0041 \\\\server\\share",
    "_x0041_ and _x005F_",
    "שלום עולם",
    "مرحبا بالعالم",
    "ئۇيغۇرچە",
    "right \u202eto left\u202c and \u200fmark",
    "zero\u200bwidth\u200djoin\ufeffbom",
    "👩\u200d👩\u200d👧 ❤️ 🏳️\u200d🌈",
    "e\u0301 n\u0303 한글 ไทย",
    "𠮷野家 𪚥",
    "line one\nline two",
    "  two spaces before and after  ",
    "\u3000全角空格\u3000",
    "NaN", "null", "None", "TRUE", "1e309", "0x10", "00123", "2020-08-10",
    "1234567890123456789",
    "長" * 3000,
)  # fmt: skip

# Control characters XML cannot hold as they stand; the spreadsheet format escapes them.
CONTROLS = ("a\x01b", "\x0b\x0c", "\x1f", "bell\x07", "return\rhere", "\x7f\x85")
