"""How much work the comparison of one place may take, counted in steps, so that every machine says the same."""

STEPS = 20_000
SEARCHES = 8


class TooHard(Exception):
    """A comparison takes more steps than its budget."""


class Budget:
    """The steps of a proof, and the searches for a value, that are left for one place of the documents."""

    def __init__(self) -> None:
        """Start with all of them."""
        self.renew()

    def renew(self) -> None:
        """Begin with another place."""
        self._steps, self._searches = STEPS, SEARCHES

    def spend(self) -> None:
        """Take a step; raises TooHard where none is left."""
        if not self._steps:
            raise TooHard
        self._steps -= 1

    def may_search(self) -> bool:
        """Return whether one more search is left, and take it."""
        self._searches -= 1
        return self._searches >= 0
