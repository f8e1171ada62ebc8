"""The error of a check that cannot be done."""


class CannotCheckError(Exception):
    """Nothing was compared; the message says what happened, where, and how to fix it."""
