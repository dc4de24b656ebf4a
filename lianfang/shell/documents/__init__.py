"""shell · documents: what leaves the house on paper or in a spreadsheet, saying the same as the page."""
