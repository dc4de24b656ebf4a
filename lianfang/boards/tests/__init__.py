"""boards · tests: pages across areas, over a small team with a day's records and reports."""
