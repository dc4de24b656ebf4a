"""shell · directory: the pages of the ground: units, places, people, and who may do what where."""
