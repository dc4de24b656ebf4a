"""config · passwords: argon2id, as strong as two cores bear when a whole office signs in at eight o'clock."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class HousePasswordHasher(Argon2PasswordHasher):
    """OWASP's memory with one pass more than its least: 35 ms and 19 MiB for each sign-in that is under way.

    Hashes with other figures, or of another kind, are made again when their owner signs in.
    """

    time_cost, memory_cost, parallelism = 3, 19_456, 1
