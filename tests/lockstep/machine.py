"""Requests in any order, each asked of every side at once."""

import re
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace

from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.document import OPERATIONS, reference_to
from tests.lockstep.bodies import first_body
from tests.lockstep.disagreement import disagreement
from tests.lockstep.exchange import Answer, Request
from tests.lockstep.model import Model
from tests.lockstep.requests import requests
from tests.lockstep.sides import Side


class Lockstep(RuleBasedStateMachine):
    """Some sides that begin with nothing, and must agree on every answer.

    `model` is behind one of the sides: it knows what there is to ask for. `seen` counts the operations and their
    statuses.
    """

    def __init__(self, model: Model, sides: Sequence[Side], seen: Counter[tuple[str, int]]) -> None:
        """Begin one sequence of requests; what `at_end` holds is closed after it."""
        super().__init__()
        self.model = model
        self.next_page = Request("GET", "/api/posts")
        self.at_end = ExitStack()
        self._sides = sides
        self._seen = seen
        self._story: list[str] = []

    def teardown(self) -> None:
        """Leave nothing to the next sequence."""
        self.at_end.close()

    def etags_seen(self, resource: str, number: int) -> list[str]:
        """Return the ETags that were seen of a row, in numbers."""
        return self._sides[0].etags_seen(resource, number)

    @initialize()
    def begin(self) -> None:
        """Make a few rows of each resource: most operations need some."""
        for operation in OPERATIONS:
            if operation.method == "POST" and not operation.ids:
                for number in range(3):
                    self.ask(Request("POST", operation.path, body=first_body(operation, number)))

    # One rule for all operations: of many rules, Hypothesis leaves out some in each sequence.
    @rule(request=requests)
    def ask(self, request: Request) -> None:
        """Ask every side the same; what was written is then read, so that it is stored and not only answered."""
        answer = self._agreed(request)
        if link := re.search(r"\?limit=(\d+)&before=(\d+)>", answer.headers.get("Link", "")):
            self.next_page = replace(request, method="GET", query={"limit": int(link[1]), "before": int(link[2])})
        if request.method in ("GET", "HEAD") or answer.status >= 300:
            return
        # Without its condition, which it met: an ETag has another name on each side.
        self._story.append(repr(replace(request, headers={})))
        written = reference_to(request.resource)
        ids = {**request.ids, written: request.number or self.model.made[request.resource]}
        for operation in OPERATIONS:
            if operation.method == "GET" and operation.ids and ids.keys() >= {*operation.ids}:
                self._agreed(Request("GET", operation.path, {name: ids[name] for name in operation.ids}))
        # A row may show the row that it refers to.
        for resource, rows in self.model.rows.items():
            referring = [number for number, row in rows.items() if row.get(written) == ids[written]]
            name = reference_to(resource)
            for number in referring[-1:]:
                self._agreed(Request("GET", f"/api/{resource}/{{{name}}}", {name: number}))

    def _agreed(self, request: Request) -> Answer:
        """Return what all sides answer; raise AssertionError if they do not agree."""
        answers = {side.name: side.answer(request) for side in self._sides}
        assert not (message := disagreement(request, answers, self._story)), message
        answer = answers["model"]
        self._seen[request.operation, answer.status] += 1
        return answer
