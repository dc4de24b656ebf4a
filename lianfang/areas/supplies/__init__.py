"""supplies · card: protective supplies by item and lot, from receipt to issue, and how long they last.

Purpose: what came in, what went out and what was counted gives the stock of every lot, and days of cover.
Owns: `supplies.receipt`, `supplies.issue` (use), `supplies.disposal`, `supplies.return`, `supplies.loss`,
`supplies.transfer` and `supplies.arrival` (one movement's two ends), `supplies.handback`, `supplies.stocktake`,
`supplies.difference_explained`, `supplies.confirmation` (of an issue, by the unit that has it); W1, W2, W3.
Answers: how much of an item is there, in which lots, until when; what to issue first; which count does not agree.
Hears: nothing.
Never: clips a balance, takes for use what was disposed of or sent on, lets the books go by a count that nobody else
approved, or calls an unknown use endless cover.
"""
