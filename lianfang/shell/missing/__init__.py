"""shell · missing: what is missing behind a figure, by name, and what there is."""
