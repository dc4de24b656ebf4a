"""boards · template tags: what only the pages across areas draw."""
