"""ground: what every area stands on: units, places, people, and who may do what where."""
