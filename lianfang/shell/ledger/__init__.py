"""shell · ledger: the ledger's own surfaces: ingestion, browser, set-aside list, seals, verification."""
