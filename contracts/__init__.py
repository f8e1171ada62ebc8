"""Compare the OpenAPI documents of an app, and check the committed contracts of a project."""

from .drift import compare

__all__ = ["compare"]
__version__ = "0.1.0"
