"""publicity · card: what is told to everybody, on every channel, with proof.

Purpose: notices, posters, banners and bulletins reach every place they are meant for; rumours and tips are answered.
Owns: the publicity.* kinds and their tables; P1, P2; the channels of a playbook and its sheets of knowledge; apart
from the ledger, the addresses of groups and what tips say.
Answers: where a text is out and where it should be; what is known of a rumour; who follows a tip.
Hears: nothing.
Never: announces a case, prints an unverified figure, or tells who somebody is.
"""
