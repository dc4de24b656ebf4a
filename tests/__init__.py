"""tests · floor: tests across areas: the house, the process family, stories named after field work."""
