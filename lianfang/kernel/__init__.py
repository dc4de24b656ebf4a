"""kernel: the ledger and the few ideas that everything else is built on.

Purpose: records enter once, are never changed, and everything derived from them can be derived again.
Owns: the ledger, its kinds, corrections, seals and projections; measures; the clock; words; problems; scope.
Answers: what was recorded, by whom, when, and whether anything was altered since.
Hears: nothing; it knows no area and no page.
Never: reads the wall clock, invents an identifier or opens a page by itself.
"""
