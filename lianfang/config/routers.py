"""config · routers: tables are made by the owner's login; the application's login never migrates."""

from typing import Any


class OwnerMigrates:
    """Lets migrations run through the alias `owner` alone; reading and writing stay with `default`."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Whether this alias may change tables."""
        return db == "owner"

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """Both aliases are the same database, so rows from either may be joined."""
        return True
