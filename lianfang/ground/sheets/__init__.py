"""ground.sheets: what a unit said of the heads of its own sheets, and by what ids other systems know their rows.

Purpose: it is said once, and every sheet with the same heads is read so, whoever of the unit hands it in; a row that
another system sends again is known by its id there.
Owns: the heads that were said, by unit and sort of sheet; the ids of other systems, by entry.
Answers: what was said of a sheet with these heads; which entry a row of another system became.
Hears: nothing.
Never: reads a sheet, or records what stands in one.
"""
