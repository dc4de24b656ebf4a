"""boards · card: the pages that look across the areas: what is mine now, the command page, the course of things.

Purpose: whoever opens the house sees what needs them first, and the commander any number with its evidence near.
Owns: the home of each role, the command page, timelines of places and persons; no table, no kind, no figure.
Answers: what is due for me now, how the day stands at any level of the tree, what was recorded at a place.
Hears: nothing.
Never: records, recalculates a figure that an area states, shows what the reader's verbs do not open.
"""
