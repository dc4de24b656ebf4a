"""lianfang · entry: `python -m lianfang` is the same as the `lianfang` command."""

import sys

from lianfang.config.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
