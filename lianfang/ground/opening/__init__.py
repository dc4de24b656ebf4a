"""ground · opening: how an empty installation gets its first unit, its first person and the first account.

Afterwards everybody is given access by somebody (ground.access). It has no tables: what it makes are the units', the
people's and the logins' own records.
"""
