"""tests · supervisor: the supervisor, the embedded server and the build, with real processes."""
