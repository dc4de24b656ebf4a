"""witnesses · kinds: the verbs that they ask for."""

SEE, KEEP = "witnesses.see", "witnesses.keep"
