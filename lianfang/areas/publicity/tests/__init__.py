"""publicity · tests."""
