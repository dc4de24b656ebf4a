"""area · upkeep 保全: the plan of backups, what became of each, and the alert when none was proved for too long.

Purpose: what was recorded survives the machine.
Owns:    the plan (where to, how often, how many are kept) and the record of each backup.
Answers: when a backup was last proved, what failed, when the next is due.
Hears:   nothing; the house's worker asks it what is due and tells it what became of it.
Never:   holds what opens a backup; touches the disk itself.
"""
