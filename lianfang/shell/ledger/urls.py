"""shell · ledger urls: the browser of the ledger, what was set aside, and the seals."""

from __future__ import annotations

from django.urls import path

from lianfang.shell.ledger import pages, retention_pages, seal_pages
from lianfang.shell.reader import signed_in

urlpatterns = [
    path("ledger/", signed_in(pages.browser), name="ledger"),
    path("ledger/set-aside/", signed_in(pages.set_aside_list), name="set-aside"),
    path("ledger/set-aside/<uuid:entry>/", signed_in(pages.set_aside_page), name="set-aside-entry"),
    path("ledger/seals/", signed_in(seal_pages.seals_list), name="seals"),
    path("ledger/retention/", signed_in(retention_pages.retention_page), name="retention"),
    path("ledger/witness/", signed_in(seal_pages.witness_file), name="witness"),
    path("ledger/seals/<str:unit>/", signed_in(seal_pages.seals_of_unit), name="seals-unit"),
    path("ledger/<uuid:entry>/", signed_in(pages.entry_page), name="ledger-entry"),
    path("ledger/<uuid:entry>/second/", signed_in(pages.second), name="ledger-second"),
    path("ledger/<uuid:entry>/proof/", signed_in(pages.proof_part), name="ledger-proof"),
    path("verify/<str:unit>/<str:day>/bundle/", signed_in(seal_pages.bundle_file), name="bundle"),
    path("verify/<str:unit>/<str:day>/", signed_in(seal_pages.verify_day), name="verify-day"),
]
