"""`python -m contracts.drift.benchmark`."""

import sys

from .command import main

sys.exit(main())
