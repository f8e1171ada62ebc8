"""The comparison of two OpenAPI documents: what changed, whether it breaks a client, and a value that proves it.

How a verdict is reached, and where to read on:

1. `document` checks that both are OpenAPI documents. `grammar` knows what stands where in one, and `removal` takes
   out what is malformed: that place alone is undecided. `views` raises a document to OpenAPI 3.1, once as it concerns
   those who send requests, and once as it concerns those who read responses. `evaluation` writes what is unevaluated
   in other keywords.
2. `operations` matches the operations by path and method. `comparison` hands each pair to `parameters`, `content`
   (bodies), `responses`, `security`, `servers` and `lifecycle` (deprecation, sunset), and to `webhooks`, where the
   client is the one who answers. `sides` is what they share. `texts` says how values travel: as JSON, or as the texts
   of a URL, a header or a form.
3. A schema is a set of values. `schemas.nodes` takes it apart, `schemas.branches` into a union of sets of one type,
   and `schemas.inclusion` proves that one is part of another, keyword by keyword (`numbers`, `strings`, `arrays`,
   `objects`, `compositions`, `unions`, `overlaps`). `schemas.pairing` says which members of two unions are meant by
   each other. Where there is no proof, `samples`, `patterns` and their `automata` look for a value that shows why.
   Each place has a `budget`: past it, the place is undecided. `schemas.notes` finds what is said for people, and
   `schemas.rewritings` what is written otherwise and accepts the same.
4. `changes` makes verdicts. What is sent must be part of what is taken: for a request, the old document sends and the
   new one takes; for a response it is the other way round. A proof makes a change compatible. A value that the
   jsonschema library accepts on the one side and refuses on the other (`schemas.validity`) makes it breaking, and is
   the witness. Else it is undecided. `rules` explains each rule, and `policy` has the verdicts that a project may
   choose.
5. `telling` chooses the rule of a difference, `whereabouts` says where it is, `wording` and `contrast` write the
   text. `sharing` merges what one edit of a model changed for many operations. `leftovers` lists any other
   difference, so that only the same documents are identical.

A property that an open object does not declare counts as absent where the other side declares it: the author of the
one did not know of it. A name that neither side declares is another matter: an open object may hold it, a closed one
not.
"""

from .comparison import compare
from .document import DocumentError
from .policy import Policy
from .report import Change, Report, Verdict, Witness
from .rules import RULES, Rule

__all__ = ["RULES", "Change", "DocumentError", "Policy", "Report", "Rule", "Verdict", "Witness", "compare"]
