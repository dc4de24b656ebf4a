"""config · commands: one file per word of `lianfang …`.

A command is a module with ``NAME``, ``HELP`` (one line, zh · en), ``configure(parser)``
and ``run(args) -> int``. It imports what it needs inside `run`, so that a fault in one
command never breaks another, and returns 0 done, 1 the data says no, 2 the call is wrong.
`args.data` is the data folder and `args.json` whether a machine is reading.
"""
