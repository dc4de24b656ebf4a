"""ground.places: where things are done: buildings, lifts, gates, hotels, camps, each with a code that stays.

Purpose: a place has one unit that answers for it, and a code that can be printed, scanned and typed.
Owns: the places and the count of places of each kind that a unit answers for on a day.
Answers: which place a code means, which places a unit has, how many are due.
Hears: where units stand (a place goes with its unit).
Never: gives a code twice, or knows what is done at a place.
"""
