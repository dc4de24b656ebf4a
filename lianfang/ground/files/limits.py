"""files · limits: how large a file may be, and the two types that are kept."""

SIZE_LIMIT = 10 * 1024 * 1024
SIZE_WORDS = "10 MiB"
JPEG, PDF = "image/jpeg", "application/pdf"
