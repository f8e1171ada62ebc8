"""`python -m contracts`."""

import sys

from .command import main

# With several APIs, each is checked in a new process, which imports this module again.
if __name__ == "__main__":
    sys.exit(main())
