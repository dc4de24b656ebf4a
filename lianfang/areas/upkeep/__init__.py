"""upkeep · card: the plan of backups, what became of each, and the alert when none was proved for too long.

Purpose: what was recorded survives the machine.
Owns: `upkeep.backup_planned` (where to, how often, how many are kept) and `upkeep.backup_done`; the gap of old backups.
Answers: when a backup was last proved, what failed, when the next is due; whether a newer playbook waits to be applied.
Hears: nothing; the house's worker asks it what is due and tells it what became of it.
Never: holds what opens a backup; touches the disk itself.
"""
