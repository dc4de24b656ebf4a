"""ground.access: who may do what, and where.

Purpose: a login holds roles over units; a role is a list of verbs; the unit tree says how far it reaches.
Owns: logins, grants (given and ended as facts in the ledger), tokens of devices.
Answers: as whom a request acts, which verbs a role has, who holds what over a unit.
Hears: nothing.
Never: changes a grant without an entry, shows a token twice, or lets anybody give a role to himself.
"""
