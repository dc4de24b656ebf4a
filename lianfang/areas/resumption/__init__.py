"""resumption · card: which sites work, on what terms, and who is there.

Purpose: every field project and drilling crew says each day in which mode it is and how many of its crew are present.
Owns: `resumption.site_status`; the indicator R1.
Answers: which sites work, work with limits or are paused; which are silent.
Hears: nothing.
Never: takes silence for a paused site, or a paused site for an empty one.
"""
