"""ground.units: the tree of units, as it is and as it was.

Purpose: a unit answers for records; its place in the tree decides who sees them.
Owns: the units, their codes and aliases, and the path that each had on each reporting day.
Answers: which unit a code or a word means, what stands below it, where it stood on a day.
Hears: nothing.
Never: moves a unit back in time, gives a code twice, or decides who may see it.
"""
