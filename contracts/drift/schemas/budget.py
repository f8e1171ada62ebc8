"""Limit the work for the comparison of one place. It is counted in steps: so every machine gives the same result."""

STEPS = 20_000
SEARCHES = 8


class TooHard(Exception):
    """A comparison takes more steps than its budget."""


class Budget:
    """The remaining steps of proofs, and searches for values, for one place of the documents."""

    def __init__(self) -> None:
        """Start with the whole budget."""
        self.renew()

    def renew(self) -> None:
        """Restore the whole budget for the next place."""
        self._steps, self._searches = STEPS, SEARCHES

    def spend(self) -> None:
        """Take a step; raises TooHard if none is left."""
        if not self._steps:
            raise TooHard
        self._steps -= 1

    def may_search(self) -> bool:
        """Take a search; returns whether one was left."""
        self._searches -= 1
        return self._searches >= 0
