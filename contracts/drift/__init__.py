"""The comparison of two OpenAPI documents: what changed, whether it breaks a client, and a value that proves it."""

from contracts.drift.comparison import compare
from contracts.drift.document import DocumentError
from contracts.drift.report import Change, Report, Verdict, Witness
from contracts.drift.rules import RULES, Rule

__all__ = ["RULES", "Change", "DocumentError", "Report", "Rule", "Verdict", "Witness", "compare"]
