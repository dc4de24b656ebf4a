"""shell · guide: a demonstration leads a visitor through itself, one marked step after another."""
