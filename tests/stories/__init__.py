"""tests · stories: what happens in the field, told from end to end."""
