"""shell · kinds: pages for any kind of record, made from its declaration alone.

An area names its kinds in `urls.py` and gets list, form, correction, withdrawal, detail, template, import and
export: `urlpatterns = [*kind_urls("screening.temperature_check", slug="temperature")]`, with `kind_urls` from
`lianfang.shell.kinds.urls`.
"""
