"""shell · finding: one box from which people, places, entries, pages and acts are reached (docs/how-to/find.md).

What there is to find stands on the cards (`kernel/finding.py`); here it is asked, put in order and drawn.
"""
