"""`python -m contracts`."""

import sys

from contracts.command import main

sys.exit(main())
