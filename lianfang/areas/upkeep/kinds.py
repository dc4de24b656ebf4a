"""upkeep · kinds: the verbs that they ask for."""

SEE, PLAN = "upkeep.see", "upkeep.plan"
