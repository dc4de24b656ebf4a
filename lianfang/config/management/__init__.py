"""config · management: Django commands of the supervisor and its processes."""
