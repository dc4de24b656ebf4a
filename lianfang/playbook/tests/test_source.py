"""playbook · tests: whichever parser takes a file apart, it says the same and stands at the same places."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.playbook import source
from lianfang.playbook.tests.conftest import SMALL

PLAYBOOKS = Path(__file__).resolve().parents[3] / "playbooks"


def _slowly(folder: Path, name: str) -> source.Document:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(source, "compose_plain", lambda text: None)
        return source.read(folder, name)


@pytest.mark.parametrize("playbook", sorted(path.name for path in PLAYBOOKS.iterdir()))
def test_each_playbook_is_plain_and_read_alike(playbook: str) -> None:
    for path in (PLAYBOOKS / playbook).rglob("*.yaml"):
        assert source.compose_plain(path.read_text()), path
        found = source.read(path.parent, path.name)
        assert found == _slowly(path.parent, path.name)


@given(st.sampled_from(sorted(SMALL)), st.data())
def test_a_spoilt_file_is_read_alike(tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject) -> None:
    text = SMALL[name]
    at = data.draw(st.integers(0, len(text)))
    junk = data.draw(st.text("\t\n -:,.[]{}#'\"|>?!&*%@`~=<\\0o_yn\u00a0\u0085\u2028\ufeff中", max_size=6))
    left_out = data.draw(st.integers(0, 3))
    folder = tmp_path_factory.mktemp("spoilt")
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text[:at] + junk + text[at + left_out :])
    assert repr(source.read(folder, name)) == repr(_slowly(folder, name))
