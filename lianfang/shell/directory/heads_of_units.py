"""shell · directory: what people write above a column of units in their sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from lianfang.playbook import current
from lianfang.shell.kinds.called import Names

# What people write above a column of units: a unit's own name, that of the one above it, or where somebody works.
UNIT_HEADS = ("单位名称", "单位", "部门", "部门名称", "机构", "机构名称", "科室", "处室", "班组", "Unit", "Unit name")
PARENT_HEADS = (
    "上级", "隶属", "所属单位", "上级部门", "上级机构", "主管单位", "主管部门", "归口管理", "归口部门", "Belongs to",
)  # fmt: skip
WHERE_PEOPLE_ARE = (
    "所在单位", "所在部门", "所属单位", "所属部门", "工作单位", "工作部门", "所在科室", "车间", "Department",
)  # fmt: skip


def kinds_of_units() -> Iterator[str]:
    """What the playbook calls its units: a school's sheet has a column 班级, a street's one 网格, or 社区名称."""
    called = [each.words for each in current().unit_kinds]
    return (head for each in called for head in (each.zh, f"{each.zh}名称", each.en))


def ahead_of(names: Names) -> Callable[[Sequence[str]], None]:
    """Asks for many units at once."""
    return lambda said: names.ahead(said, ())
