"""sanitation · card: the rounds that keep an estate clean, and the proof of each.

Purpose: every disinfection round and every waste clearance is recorded at its place, with what was used.
Owns: `sanitation.disinfection`, `sanitation.waste_clearance`; the indicators E1, E2, E3; rounds and dilution.
Answers: which place was done in which round, by whom, with what proof; what was out of range or is doubtful.
Hears: nothing.
Never: refuses a record because its dose is wrong, or calls a doubtful round false.
"""
