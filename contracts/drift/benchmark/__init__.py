"""Labelled pairs of OpenAPI documents, and what scores a tool by them; README.md has the format and the options."""

from .answers import Answer, Said
from .pairs import PAIRS, Pair, PairError, pairs
from .scores import Outcome, Score, judged

__all__ = ["PAIRS", "Answer", "Outcome", "Pair", "PairError", "Said", "Score", "judged", "pairs"]
