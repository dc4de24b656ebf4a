"""ground.people: the persons that units answer for, counted in the open and named behind a door.

Purpose: whoever is checked, visited or counted is a person once; who that is stays under that person's own key.
Owns: persons, their memberships and households, their names and numbers, and who looked at these.
Answers: who belongs to a unit on a day, how many count, which person a number or a name means.
Hears: where units stand (a membership goes with its unit).
Never: puts a name into the ledger, shows one without noting who saw it, or keeps one that was erased.
"""
