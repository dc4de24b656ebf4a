"""config · postgresql: Django's own PostgreSQL backend, which asks a connection how it is without waking the server."""
