"""incidents · card: what happens, what is done about it step by step, and the plans and drills that prepare for it.

Purpose: what happens is answered at once, run step by step against its clocks, told, reported and closed on record.
Owns: incidents, the plan library of each unit, drills and what is to be mended after them: the incidents.*
  kinds.
Answers: what waits for the duty officer, what comes next, which step is overdue, who was told when, which plan is in
  force.
Hears: fevers, symptoms and official notices of cases (`screening.temperature_check`, `screening.gate_passage`,
  `screening.health_declaration`, `tracing.official_notice`), and such entries taken back (`ledger.withdrawal`).
Never: finds that somebody is ill or lied, counts an exercise as real, or closes what was left undone without a reason.
"""
