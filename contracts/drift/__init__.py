"""The comparison of two OpenAPI documents: what changed, whether it breaks a client, and a value that proves it.

How a verdict is reached, and where to read on:

1. `references` and `document` check that both are documents, and that every reference leads somewhere. `views` raises
   them to OpenAPI 3.1, once as those see them who send requests, and once as those who read responses; `evaluation`
   says what is unevaluated in other keywords.
2. `operations` matches them by path and method. `comparison` hands each pair to `parameters`, `content` (bodies),
   `responses`, `security` and `lifecycle` (deprecation, sunset); `sides` is what they share. `texts` says how values
   travel: as JSON, or as the texts of a URL, a header or a form. What is not compared is undecided, by name.
3. A schema is a set of values. `schemas.nodes` takes it apart, `schemas.branches` into a union of sets of one type, and
   `schemas.inclusion` proves that one is part of another, keyword by keyword (`numbers`, `strings`, `arrays`,
   `objects`, `compositions`, `unions`, `overlaps`), or finds a value that is not: with `patterns` and their `automata`,
   and with `samples`. The answer is a proof, a value, or that it is not known. `schemas.notes` finds what is only said,
   and `schemas.rewritings` what is written otherwise, whatever it allows.
4. `changes` makes verdicts of both directions. What is sent must be part of what is taken: for a request, the old is
   sent and the new takes; for a response it is the other way round. A proof makes it compatible; a value that the
   jsonschema library accepts on the one side and refuses on the other (`schemas.validity`) makes it breaking, and is
   the witness; else it is undecided. Every change follows a rule, and `rules` has a page of two lines for each.
   `policy` has the verdicts that a project may choose.
5. `telling` says by which rule a difference is told, `whereabouts` where, `wording` and `contrast` in which words.
   `sharing` tells what one edit of a model changed for many operations once. Where nothing was told, and the documents
   differ all the same, `leftovers` says where: only the same is identical.

A property that an open object does not declare counts as absent where the other side declares it: who wrote the one
did not know of it. A name that neither side declares is another matter: an open object may hold it, a closed one not.
"""

from .comparison import compare
from .document import DocumentError
from .policy import Policy
from .report import Change, Report, Verdict, Witness
from .rules import RULES, Rule

__all__ = ["RULES", "Change", "DocumentError", "Policy", "Report", "Rule", "Verdict", "Witness", "compare"]
