"""governance · urls: the register of upstream documents, each document and each measure, and minutes of meetings."""

from django.urls import include, path

from lianfang.areas.governance import console
from lianfang.shell.kinds.urls import kind_urls

app_name = "governance"
_PAGES = [
    path("", console.register_page, name="register"),
    path("register.xlsx", console.register_xlsx, name="register-xlsx"),
    path("directives/new/", console.new_page, name="new"),
    path("directives/<uuid:directive>/", console.directive_page, name="directive"),
    path("directives/<uuid:directive>/<slug:step>/", console.directive_step, name="directive-step"),
    path("measures/<uuid:measure>/", console.measure_page, name="measure"),
    path("measures/<uuid:measure>/<slug:step>/", console.measure_step, name="measure-step"),
    *kind_urls("governance.meeting"),
]
urlpatterns = [path("governance/", include(_PAGES))]
