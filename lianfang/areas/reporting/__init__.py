"""reporting · card: the daily and zero reports of a tree of units, from the ledger to the superior.

Purpose: what happened on a day becomes a report that is confirmed once, rolled up and provable.
Owns: the reporting.* kinds; the indicator I1; the measures of a tree; windows, cut-offs and verdicts of reports.
Answers: what each unit states for a day and with which evidence, who is due, late, missing or returned.
Hears: nothing.
Never: types a figure, changes what was filed, sums what nobody reported, or calls a report false or concealed.
"""
