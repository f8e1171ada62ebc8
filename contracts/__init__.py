"""The promises of the app under test, committed, and what holds the app to them."""

from .drift import compare

__all__ = ["compare"]
__version__ = "0.1.0"
