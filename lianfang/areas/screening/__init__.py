"""screening · card: who was checked for fever and symptoms, who passed the gate, who did not come.

Purpose: every temperature, declaration, passage and roll call is recorded once; nobody's fever is hidden, and a
  zero stands only on people who were really checked.
Owns: `screening.temperature_check`, `screening.health_declaration`, `screening.gate_passage`,
  `screening.roll_call`; the tables `screening_*`; the indicators H1–H4, H8, R4, G1–G3.
Answers: how many were due and checked today, who has a fever, who still awaits the second reading, which gate's
  shift left no trace.
Hears: nothing; a fever becomes an incident elsewhere.
Never: decides that somebody is ill, counts a single reading as a fever, or takes an unread thermometer for 0.
"""
