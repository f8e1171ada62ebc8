"""Labelled pairs of OpenAPI documents, and a command that scores a tool with them; see README.md."""

from .answers import Answer, Said
from .pairs import PAIRS, Pair, PairError, pairs
from .scores import Outcome, Score, judged

__all__ = ["PAIRS", "Answer", "Outcome", "Pair", "PairError", "Said", "Score", "judged", "pairs"]
