"""shell · card.

Purpose: one face for everything the product says: pages, documents and spreadsheets, in two languages.
Owns: the look (tokens, marks, grid, tables, forms, charts), the frame of every page, the list of pages,
    the writers of PDF and xlsx, the reader of workbooks; no table in the database.
Answers: how a measure, a slot, a moment, a quantity, a history, a refusal is drawn, always the same way.
Hears: what areas register in `shell.nav`; plain dataclasses that pages hand to its components.
Never: asks an area or a table for anything, decides who may see what, counts, or changes a value.
"""
