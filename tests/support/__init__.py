"""tests · support: what tests share."""
