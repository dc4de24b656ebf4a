"""shell · card.

Purpose: one face for everything the product says: pages, documents and spreadsheets, in the reader's language.
Owns: the look (tokens, marks, grid, tables, forms, charts), the frame of every page, the list of pages,
    the writers of PDF and xlsx, the reader of workbooks; no table in the database.
Answers: how a measure, a slot, a moment, a quantity, a history, a refusal is drawn, always the same way.
Hears: what cards list for the navigation and the home page; plain dataclasses that pages hand to its components.
Never: asks an area for anything, decides who may see what, counts, or changes a value.
"""
