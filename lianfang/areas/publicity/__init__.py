"""publicity · card: what is told to everybody, on every channel, with proof.

Purpose: notices, posters, banners and bulletins reach every place they are meant for; rumours and tips are answered.
Owns: the publicity.* kinds and their tables; the channels of a playbook; P1; the addresses of groups.
Answers: where a text is out and where it should be; what is known of a rumour; who follows a tip.
Hears: nothing.
Never: announces a case, prints an unverified figure, or tells who somebody is.
"""
