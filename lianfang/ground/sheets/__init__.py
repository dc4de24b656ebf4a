"""ground.sheets: what a unit said of the heads of its own sheets.

Purpose: it is said once, and every sheet with the same heads is read so, whoever of the unit hands it in.
Owns: the heads that were said, by unit and sort of sheet.
Answers: what was said of a sheet with these heads.
Hears: nothing.
Never: reads a sheet, or records what stands in one.
"""
