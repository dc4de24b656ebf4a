"""config · management: Django commands of the process family."""
