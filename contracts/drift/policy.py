"""The verdicts on changes that the schemas alone do not decide."""

from dataclasses import dataclass

from .report import Verdict


@dataclass(frozen=True)
class Policy:
    """The verdicts that a project may choose.

    Attributes:
        dropped_default: For a property with a default that is removed from a response. By the schema it could always
            be absent, but FastAPI always sent it, and clients may rely on it.
        closed_response_addition: For a property that is added to a closed object (`extra="forbid"`) in a response.
            Only clients that validate strictly refuse it.
    """

    dropped_default: Verdict = Verdict.BREAKING
    closed_response_addition: Verdict = Verdict.BREAKING


STRICT = Policy()
"""The default verdicts."""
