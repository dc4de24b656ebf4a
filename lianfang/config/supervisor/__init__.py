"""config · supervisor: the supervisor and the processes it answers for: PostgreSQL, web, worker."""
