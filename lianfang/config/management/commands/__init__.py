"""config · management: the commands by their file names."""
