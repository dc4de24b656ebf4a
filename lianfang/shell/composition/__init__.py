"""shell · composition: newspaper pages set by typst, with the zones of their articles, and the same issue as an EPUB.

Pure: an issue comes in as it is to be set (`layout.py`), files and zones come out (`composed.py`); nothing here knows
a ledger, a login or an address.
"""
