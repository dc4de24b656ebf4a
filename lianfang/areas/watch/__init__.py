"""watch · card: the 24-hour duty watch (应急值守): who is on, what came in, and who took over from whom.

Purpose: at every hour somebody named answers for a unit, and the next one knows what is open.
Owns: the watch.* kinds; the indicator D1; what a duty for a watch is; the gaps of rosters, handovers and
  spot calls; who is on duty.
Answers: who is on duty until when, which shifts lack people, which handovers both have signed, and what was open then.
Hears: nothing.
Never: takes one signature for a handover, invents who was there, or lets a roster be changed once its shift began.

The people of a watch are logins and not registered persons: a handover is signed and a spot call answered by an
account, and a name on a list that cannot sign proves nothing.
"""
