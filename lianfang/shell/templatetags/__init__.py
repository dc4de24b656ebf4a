"""shell · templatetags: the tags that templates load."""
