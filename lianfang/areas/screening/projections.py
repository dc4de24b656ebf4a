"""screening · projections: who of a unit's register was seen on a day, wherever that was (migrations/members.sql).

A person may be measured outside the recorder's scope, so it is derived by the owner of the tables. It also follows the
register: `people_retrace` calls it for whoever came, moved or left, and `units_retrace` for units that moved.
"""

from __future__ import annotations

MEMBERS = ("screening_member_seen", "screening_members_day")
MEMBERS_FOLLOW = "SELECT screening_follow_entries(%(touched)s::uuid[])"
