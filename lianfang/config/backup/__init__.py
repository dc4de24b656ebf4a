"""config · backup: everything that an installation is, in one encrypted file or a folder of increments, and back."""
