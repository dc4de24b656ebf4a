"""newspaper · kinds: their verbs."""

from __future__ import annotations

# To see the desk; to hand in and mend one's own texts; to edit, proof and plan; to approve, sign off and withdraw.
SEE, WRITE, EDIT, APPROVE = "newspaper.see", "newspaper.write", "newspaper.edit", "newspaper.approve"
