"""records · card: the kinds of records and the figures that a playbook declares.

Purpose: another outbreak brings its own records without a program: they are filled in, corrected, counted and read
  like all others.
Owns: the records.* kinds; the tables `records_*`; the indicators of the playbook's own.
Answers: what was recorded, the playbook's figures over it, and which of these reached their line.
Hears: nothing.
Never: does what data cannot say: refuse by what stands elsewhere, keep a balance, start something.
"""
