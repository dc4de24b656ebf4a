"""tests · backup: out of a real installation and into another, whatever happens on the way."""
