"""`python -m contracts`."""

import sys

from .command import main

# A process of its own for each of several APIs imports this module again.
if __name__ == "__main__":
    sys.exit(main())
