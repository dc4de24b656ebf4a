-- The tables of facts are written by the owner's functions alone, from the ledger.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON places_opening, places_closing FROM {app};
