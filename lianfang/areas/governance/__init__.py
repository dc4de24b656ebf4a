"""governance · card: what the leading level ordered, and what became of it.

Purpose: an upstream document is received, acknowledged, made into local measures, carried out and reported back; what a
meeting decided is kept with its minutes.
Owns: the governance.* kinds; the register of upstream documents (来文台账); the gaps of directives and measures.
Answers: which documents wait for what, who carries out which measure by when, what was answered and decided.
Hears: nothing.
Never: invents a document number, closes a directive while a measure is open, or takes silence for an answer.
"""
