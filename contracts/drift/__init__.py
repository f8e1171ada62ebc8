"""The comparison of two OpenAPI documents: what changed, whether it breaks clients, and a witness that proves it.

How a verdict is reached, and in which modules:

1. `document` checks that both are OpenAPI documents. `grammar` describes the structure of a document, and `removal`
   removes malformed parts: only these places are undecided. `views` converts a document to OpenAPI 3.1, once for
   requests (without readOnly properties) and once for responses (without writeOnly properties). `evaluation` replaces
   unevaluatedProperties and unevaluatedItems by other keywords.
2. `operations` matches the operations by path and method. `comparison` hands each pair to `parameters`, `content`
   (bodies), `responses`, `security`, `servers` and `lifecycle` (deprecation, sunset), and to `webhooks`, where the
   app sends the request and the client answers. `sides` is what they share. `texts` defines how values are serialized:
   as JSON, or as the texts of a URL, a header or a form.
3. A schema is a set of values. `schemas.nodes` reads it, `schemas.branches` splits it into a union of sets of one type,
   and `schemas.inclusion` proves that one set is a subset of another, keyword by keyword (`numbers`, `strings`,
   `arrays`, `objects`, `compositions`, `unions`, `overlaps`). `schemas.pairing` pairs the alternatives of two unions.
   Without a proof, `samples`, `patterns` and their `automata` search for a counterexample. Each place has a `budget`:
   beyond it, the place is undecided. `schemas.notes` finds changed annotations, and `schemas.rewritings` finds schemas
   that are written differently but accept the same values.
4. `changes` decides verdicts. The values that are sent must be a subset of the values that are accepted: for a request,
   the old document sends and the new one accepts; for a response, the new one sends and the old one accepts. A proof
   makes a change compatible. A value that the jsonschema library accepts on one side and refuses on the other
   (`schemas.validity`) makes it breaking, and is the witness. Otherwise it is undecided. `rules` explains each rule,
   and `policy` has the verdicts that a project may choose.
5. `descriptions` chooses the rule and the text of a difference, with the words of `locations`, `wording` and
   `contrast`. `sharing` merges equal changes of many operations that use one model. `leftovers` lists all other
   differences, so that only equal documents are identical.

A property that an open object does not declare counts as absent if the other side declares it: the author of the
schema did not know it. Names that neither side declares are different: an open object may contain them, a closed
one may not.
"""

from .comparison import compare
from .document import DocumentError
from .policy import Policy
from .report import Change, Report, Verdict, Witness
from .rules import RULES, Rule

__all__ = ["RULES", "Change", "DocumentError", "Policy", "Report", "Rule", "Verdict", "Witness", "compare"]
