"""publicity · card: what is told to everybody, on every channel, with proof.

Purpose: notices, posters, banners and bulletins reach every place they are meant for; rumours and tips are answered.
Owns: the publicity.* kinds and their tables, and the indicator P2; what tips say, apart from the ledger.
Answers: where a text is out and where it should be; what is known of a rumour; who follows a tip.
Hears: nothing.
Never: announces a case, prints an unverified figure, or tells who somebody is.
"""
