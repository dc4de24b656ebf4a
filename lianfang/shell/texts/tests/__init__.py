"""shell · tests of texts."""
