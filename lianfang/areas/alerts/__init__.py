"""alerts · card: a gap cannot stay unseen: it has an owner, a clock and a superior.

Purpose: what is missing, overdue or past its threshold becomes an alert that somebody takes, hands on and ends with
  proof; nobody's silence ends it.
Owns: the alerts.* kinds; the tables `alerts_*`; the messages to channels outside and their delivery log.
Answers: what waits for whom since when, who was told in which order, what was sent and what did not arrive.
Hears: `incidents.proposed`, `incidents.opened`, `incidents.dismissed`; the gaps that every area registers.
Never: judges whether something is missing (areas know their own), holds back what is urgent, or shows a secret.
"""
