"""composition · faces: the sheets, their grids, and how large the type of a page may be.

A face's size is its column's width over a whole number of characters, so that full-width characters stand in
columns of their own. Lengths are in thousandths of a point.
"""

from __future__ import annotations

from dataclasses import dataclass

from lianfang.shell.composition.layout import Sheet, Template

_MM = 72_000 / 25.4
SIZES_MM = {Sheet.TABLOID: (270, 390), Sheet.BROADSHEET: (390, 545)}
MARGINS_MM = {Sheet.TABLOID: 14, Sheet.BROADSHEET: 17}
_GUTTER_MM = 5.2
_COLUMNS = {
    (Sheet.TABLOID, False): 5, (Sheet.TABLOID, True): 4, (Sheet.BROADSHEET, False): 6, (Sheet.BROADSHEET, True): 5,
}  # fmt: skip
# Characters of a column and the lines' pitch over the size, the smallest type first.
_STEPS = {
    (Sheet.TABLOID, False): ((14, 140), (13, 140), (13, 150), (13, 160), (12, 150), (12, 160), (11, 160), (11, 172)),
    (Sheet.TABLOID, True): ((17, 145), (16, 150), (15, 155), (15, 165), (14, 165), (13, 165), (13, 178), (12, 178)),
    (Sheet.BROADSHEET, False): ((18, 140), (17, 140), (16, 150), (16, 160), (15, 155), (14, 160), (13, 160), (12, 170)),
    (Sheet.BROADSHEET, True): ((19, 145), (18, 150), (17, 155), (17, 165), (16, 165), (15, 165), (14, 170), (13, 178)),
}
USUAL = 2  # the step that a full page is set in


@dataclass(frozen=True, slots=True)
class Face:
    """The grid and the type of one page. `step` counts from the smallest; smaller steps stand closer."""

    step: int
    columns: int
    column: int
    gutter: int
    size: int
    pitch: int


def faces(sheet: Sheet, template: Template) -> tuple[Face, ...]:
    """What a page of that kind may be set in, the smallest first."""
    kind = (sheet, template is Template.SUPPLEMENT)
    columns = _COLUMNS[kind]
    inner = SIZES_MM[sheet][0] - 2 * MARGINS_MM[sheet]
    column = int((inner - (columns - 1) * _GUTTER_MM) / columns * _MM)
    gutter = int(_GUTTER_MM * _MM)
    made = []
    for step, (characters, pitch) in enumerate(_STEPS[kind]):
        size = column // characters
        made.append(Face(step, columns, column, gutter, size, size * pitch // 100))
    return tuple(made)
