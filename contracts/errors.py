"""The error of a check that could not be made."""


class CannotCheckError(Exception):
    """Nothing was compared; the message says what happened, where, and what mends it."""
