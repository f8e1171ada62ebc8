"""`python -m contracts`."""

import sys

from .command import main

sys.exit(main())
