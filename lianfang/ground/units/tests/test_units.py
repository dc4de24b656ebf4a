"""units · tests: the tree is opened, read within a scope, moved in time and never back."""

from __future__ import annotations

from lianfang.ground.testing import Cast
from lianfang.ground.units import queries
from lianfang.kernel.scope import acting


def test_first(cast: Cast) -> None:
    with acting(cast.own):
        assert queries.unit(cast.own, "T161-LOG").path == "XJCG/T161/T161-LOG/"
        assert [u.code for u in queries.listed(cast.own)] == ["T161-LOG"]
    with acting(cast.superior):
        assert len(queries.tree(cast.superior, "XJCG")) == 9
