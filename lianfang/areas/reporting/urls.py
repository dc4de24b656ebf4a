"""reporting · urls: a unit's report, the board of who has reported, and the roll-up."""

from __future__ import annotations

from django.urls import include, path, register_converter

from lianfang.areas.reporting import console, console_rollup, console_signing, console_tree, console_verify
from lianfang.shell import days  # noqa: F401 - it knows `<day:…>`


class _Unit:
    """A unit's code."""

    regex = "[A-Z0-9][A-Z0-9-]{0,39}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class _Indicator(_Unit):
    """An indicator's code."""

    regex = "[A-Z][0-9]{1,2}"


register_converter(_Unit, "unit")
register_converter(_Indicator, "indicator")

app_name = "reporting"
_REPORT = "<unit:unit>/<day:day>/"
_PAGES = [
    path("", console.home, name="home"),
    path("mine/", console.mine, name="mine"),
    path("board/", console_tree.board_page, name="board"),
    path(f"board/{_REPORT}", console_tree.board_page, name="board-of"),
    path("rollup/", console_tree.rollup_home, name="rollup"),
    path(f"rollup/{_REPORT}", console_tree.rollup_page, name="rollup-of"),
    path(f"rollup/{_REPORT}rollup.<str:kind>", console_rollup.rollup_download, name="rollup-download"),
    path("remind/<day:day>/", console_tree.remind_many, name="remind-many"),
    path(_REPORT, console.report_page, name="report"),
    path(f"{_REPORT}confirm/", console.confirm, name="confirm"),
    path(f"{_REPORT}amend/", console.amend, name="amend"),
    path(f"{_REPORT}fill/", console_signing.fill, name="fill"),
    path(f"{_REPORT}review/", console_signing.review, name="review"),
    path(f"{_REPORT}send-back/", console_signing.send_back, name="send-back"),
    path(f"{_REPORT}withdraw/", console_signing.withdraw, name="withdraw"),
    path(f"{_REPORT}deputy/", console_signing.deputy, name="deputy"),
    path(f"{_REPORT}deputy/<uuid:naming>/end/", console_signing.deputy_end, name="deputy-end"),
    path(f"{_REPORT}stand-in/", console_signing.stand_in, name="stand-in"),
    path(f"{_REPORT}receive/", console.receive, name="receive"),
    path(f"{_REPORT}return/", console.give_back, name="return"),
    path(f"{_REPORT}remind/", console_tree.remind, name="remind"),
    path(f"{_REPORT}history/", console.history_page, name="history"),
    path(f"{_REPORT}report.<str:kind>", console.download, name="download"),
    path(f"{_REPORT}<indicator:code>/", console.evidence_page, name="evidence"),
]
# What stands in the code on paper; it answers anybody, so it has nothing of the others' addresses.
_PRINTED = path(
    f"verify/{_REPORT}<int:number>-<slug:code>/", console_verify.verify_printed, name="verify"
)  # fmt: skip
urlpatterns = [path("reporting/", include(_PAGES)), _PRINTED]
