"""Two documents compared, operation by operation."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from . import lifecycle
from .changes import Place
from .content import request_body
from .leftovers import leftovers
from .operations import Operation, operations
from .parameters import parameters
from .places import placed
from .policy import STRICT, Policy
from .report import Change, Report, Verdict
from .responses import responses
from .security import schemes, security
from .sharing import shared
from .sides import Comparison, Pair, described

# What is not compared, and so undecided where it differs.
_DOCUMENT_PARTS = ("servers", "webhooks", "jsonSchemaDialect")
_OPERATION_PARTS = ("servers", "callbacks")


def compare(old: Any, new: Any, today: date | None = None, policy: Policy = STRICT) -> Report:
    """Compare two OpenAPI documents.

    Args:
        old: The document that clients rely on, as parsed from JSON.
        new: The document that is to take its place.
        today: The day on which a sunset is past or future; by default the current one, in UTC.
        policy: The verdicts that the project chose, where the schemas alone do not decide.

    Returns:
        The changes, sorted by operation, place and rule; one that several operations have in common is told once.

    Raises:
        DocumentError: One is not an OpenAPI 3.0 or 3.1 document, or a reference in it cannot be followed.
    """
    comparison = Comparison(old, new, today or datetime.now(UTC).date(), policy)
    changes = sorted((placed(change, old, new) for change in _changes(comparison)), key=_order)
    return Report(tuple(sorted(shared(changes), key=_order) or leftovers(old, new)))


def _order(change: Change) -> tuple[str, ...]:
    return change.operation, change.pointer, change.rule, change.text


def _changes(comparison: Comparison) -> Iterator[Change]:
    old, new = comparison.old["request"].root, comparison.new["request"].root
    whole = Pair(old, new, "", "")
    place = Place("", "request", "the document")
    yield from described(place, whole, ("openapi", "info", "tags", "externalDocs", "x-"))
    yield from _not_compared(comparison, place, whole, _DOCUMENT_PARTS)
    yield from schemes(comparison)
    before, after = operations(old), operations(new)
    # The same operations, as those see them who read the responses.
    answered, answers = (operations(side["response"].root) for side in (comparison.old, comparison.new))
    for key in sorted(before.keys() | after.keys()):
        if key not in after:
            yield _removed(comparison, before[key])
        elif key not in before:
            one = after[key]
            yield Change("operation-added", Verdict.COMPATIBLE, one.name, one.pointer, f"{one.name} is new.")
        else:
            yield from _operation(comparison, before[key], after[key])
            yield from responses(comparison, after[key].name, _pair(answered[key], answers[key]))


def _removed(comparison: Comparison, one: Operation) -> Change:
    if lifecycle.is_over(one.definition, comparison.today):
        text = f"{one.name} is gone, after its sunset."
        return Change("operation-removed-after-sunset", Verdict.COMPATIBLE, one.name, one.pointer, text)
    return Change("operation-removed", Verdict.BREAKING, one.name, one.pointer, f"{one.name} is gone.")


def _operation(comparison: Comparison, old: Operation, new: Operation) -> Iterator[Change]:
    place = Place(new.name, "request", "the operation")
    pair = _pair(old, new)
    item = Pair(old.item, new.item, old.item_pointer, new.item_pointer)
    yield from parameters(comparison, new.name, item, pair, (old.path, new.path))
    yield from request_body(comparison, new.name, pair)
    yield from security(comparison, new.name, pair)
    for rule, verdict, text in lifecycle.deprecation(pair.old, pair.new):
        yield place.change(rule, verdict, pair.new_pointer, f"{new.name}: {text}.")
    yield from _not_compared(comparison, place, pair, _OPERATION_PARTS)
    yield from _not_compared(comparison, place, item, ("servers",))
    keys = ("summary", "description", "tags", "operationId", "externalDocs", "x-")
    yield from (one for one in described(place, pair, keys) if not one.pointer.endswith(lifecycle.SUNSET))
    yield from described(place, item, ("summary", "description", "x-"))


def _pair(old: Operation, new: Operation) -> Pair:
    return Pair(old.definition, new.definition, old.pointer, new.pointer)


def _not_compared(comparison: Comparison, place: Place, pair: Pair, parts: tuple[str, ...]) -> Iterator[Change]:
    for part in parts:
        old, new = comparison.old["request"], comparison.new["request"]
        if comparison.expanded(old, pair.old.get(part)) != comparison.expanded(new, pair.new.get(part)):
            text = f"The {part} of {place.name} changed: what that does to a client is not compared."
            yield place.change("part-not-compared", Verdict.UNDECIDED, f"{pair.new_pointer}/{part}", text)
