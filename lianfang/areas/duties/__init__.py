"""duties · card: what was expected stands beside what was done.

Purpose: whatever recurs or falls due becomes slots (a duty × its targets × its windows), and records fulfil them.
Owns: `duties.duty_set`, `duties.duty_ended`, `duties.mode_set`, `duties.excuse`; slots, matching, doubts.
Answers: what is due, done, late, excused, missed or doubtful, by whom and with which record; who waits for what now;
  what was due and done for the indicators E1, I1 and D1, which other areas own.
Hears: every record that fulfils a duty, and what changes its targets: the ground, watches, incidents.
Never: ticks a state, stores a year ahead, fulfils a slot by hand, or calls a doubtful record false.
"""
