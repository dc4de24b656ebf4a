"""shell · tests: the face, looked at and read back."""
