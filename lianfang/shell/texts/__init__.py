"""shell · texts: what is written to be read by everybody: its signs, its figures, what it may not tell, its life."""
