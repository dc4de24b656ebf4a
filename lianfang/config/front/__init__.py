"""config · front: the web: a process that makes others, each with thousands of connections before a few threads."""
