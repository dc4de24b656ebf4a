"""newspaper · tests."""
