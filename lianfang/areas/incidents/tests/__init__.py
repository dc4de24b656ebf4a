"""incidents · tests."""
