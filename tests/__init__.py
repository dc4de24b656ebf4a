"""tests · floor: tests across areas: the house, the supervisor and its processes, stories named after field work."""
