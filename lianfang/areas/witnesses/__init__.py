"""witnesses · card: the head of all seals is written hourly to places that this installation does not rule.

Purpose: what is sealed here can be held against what lies elsewhere, whoever owns the database.
Owns: `witnesses.holder_set`; where witnesses are kept, and what became of each delivery.
Answers: who keeps witnesses, up to which day, and who has not been reached.
Hears: nothing.
Never: takes a folder beside the database for elsewhere, or calls a delivery done that nobody confirmed.
"""
