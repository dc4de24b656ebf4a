"""ground.files: photos and papers that entries name by the SHA-256 of their content.

Purpose: what an entry shows as its proof is there, unchanged, for whoever may read the entry, and for nobody else.
Owns: what was brought and waits for its entry, what entries name, and the contents in the data folder.
Answers: which of the files that an entry names are there, and what is in them.
Hears: which files an entry names as it goes into the ledger; that a person was erased.
Never: keeps a content as it came where it says more than the picture, or shows one that it has not judged.
"""
