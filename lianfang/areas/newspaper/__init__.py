"""newspaper · card: the digital newspaper: its desk, its issues, and what readers see without a login.

Purpose: what is true reaches everybody, with its source: articles are written, proofed and approved, issues planned,
signed off, published at their time, and corrected in the open.
Owns: the newspaper.* kinds; the published issues, pages, articles, errata and files, which nobody's scope guards.
Answers: which articles and issues wait for what; everything under `/paper/`.
Hears: nothing.
Never: changes what is published, prints a zero that nobody verified, shows a draft outside the desk, gives an address
twice.
"""
