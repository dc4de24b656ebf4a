"""config · floor: settings, addresses, the command line and the supervisor and its processes; sees everything.

Purpose: put the house together and keep it running.
Owns:    settings, the list of areas, the `lianfang` command, the supervisor and the embedded server.
Answers: where the database is, which apps there are, whether we are alive and ready.
Hears:   signals of the operating system.
Never:   decides anything about epidemic prevention.
"""
