"""config · cli: the `lianfang` command; each file in `commands/` is one of its words."""
