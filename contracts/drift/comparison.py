"""Compare two documents, operation by operation."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from . import lifecycle
from .changes import Place
from .content import request_body
from .leftovers import leftovers
from .operations import Operation, item_of, operations, pair_of
from .parameters import parameters
from .places import placed
from .policy import STRICT, Policy
from .report import Change, Report, Verdict
from .responses import responses
from .security import schemes, security
from .servers import own_servers, servers
from .sharing import shared
from .sides import Comparison, Pair, described, not_compared
from .webhooks import callbacks, webhooks
from .wellformed import well_formed


def compare(old: Any, new: Any, today: date | None = None, policy: Policy = STRICT) -> Report:
    """Compare two OpenAPI documents.

    Args:
        old: The document that clients rely on, as parsed from JSON.
        new: The document that will replace it.
        today: The date that decides whether a sunset has passed; by default the current date, in UTC.
        policy: The verdicts that the project chose, for changes that the schemas alone do not decide.

    Returns:
        The changes, sorted by operation, place and rule; a change that several operations share is reported once.

    Raises:
        DocumentError: A document is not an OpenAPI 3.0, 3.1 or 3.2 document.
    """
    with _collector_paused():
        comparison = Comparison(old, new, today or datetime.now(UTC).date(), policy)
        changes = sorted((placed(change, old, new) for change in _changes(comparison)), key=_order)
        told = tuple(sorted(shared(changes), key=_order) or leftovers(old, new))
        return Report(told, _remark(comparison, told))


@contextmanager
def _collector_paused() -> Iterator[None]:
    # A comparison makes many objects, and keeps them until its end. The garbage collector would search them in vain,
    # which takes much time in a large program.
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _order(change: Change) -> tuple[str, ...]:
    return change.operation, change.pointer, change.rule, change.text


def _remark(comparison: Comparison, changes: Iterable[Change]) -> str:
    """Return a sentence about malformed places that are no changes: equal in both documents, or not used."""
    told = {one.pointer for one in changes if one.rule == "document-malformed"}
    faults = dict.fromkeys(one for some in comparison.faults for one in some if one.pointer not in told)
    if not faults:
        return ""
    first = next(iter(faults))
    places = "1 place is" if len(faults) == 1 else f"{len(faults)} places are"
    return f"{places} malformed and not compared: at {first.pointer}, {first.text}."


def _changes(comparison: Comparison) -> Iterator[Change]:
    old, new = comparison.old["request"].root, comparison.new["request"].root
    place = Place("", "request", "the document")
    changes, whole = well_formed(place, Pair(old, new, "", ""))
    yield from changes
    if whole is None:
        return
    yield from described(place, whole, ("openapi", "info", "tags", "externalDocs", "$self", "x-"))
    yield from servers(place, whole)
    yield from not_compared(comparison, place, whole, ("jsonSchemaDialect",))
    yield from schemes(comparison)
    yield from webhooks(comparison, whole)
    before, after = operations(old), operations(new)
    # The same operations in the response views.
    answered, answers = (operations(side["response"].root) for side in (comparison.old, comparison.new))
    vague = {path for path, method in before.keys() | after.keys() if not method}
    for key in sorted(before.keys() | after.keys()):
        path, method = key
        if path in vague:
            item = item_of(before.get(key), after.get(key))
            yield from well_formed(place._replace(name="a path"), item)[0] if not method else ()
        elif key not in after:
            yield _removed(comparison, before[key])
        elif key not in before:
            one = after[key]
            yield Change("operation-added", Verdict.COMPATIBLE, one.name, one.pointer, f"{one.name} is new.")
        else:
            yield from _operation(comparison, before[key], after[key], pair_of(answered[key], answers[key]))


def _removed(comparison: Comparison, one: Operation) -> Change:
    if lifecycle.is_over(one.definition, comparison.today):
        text = f"{one.name} is gone, after its sunset."
        return Change("operation-removed-after-sunset", Verdict.COMPATIBLE, one.name, one.pointer, text)
    return Change("operation-removed", Verdict.BREAKING, one.name, one.pointer, f"{one.name} is gone.")


def _operation(comparison: Comparison, old: Operation, new: Operation, answers: Pair) -> Iterator[Change]:
    place = Place(new.name, "request", "the operation")
    changes, pair = well_formed(place, pair_of(old, new))
    yield from changes
    if pair is None:
        return
    changes, item = well_formed(place._replace(name="the path"), item_of(old, new))
    yield from changes
    if item is None:
        return
    yield from parameters(comparison, new.name, item, pair, (old.path, new.path))
    yield from request_body(comparison, new.name, pair)
    yield from responses(comparison, new.name, answers)
    yield from security(comparison, new.name, pair)
    yield from own_servers(place, comparison, item, pair)
    yield from callbacks(comparison, new.name, pair, answers)
    for rule, verdict, text in lifecycle.deprecation(pair.old, pair.new):
        yield place.change(rule, verdict, pair.new_pointer, f"{new.name}: {text}.")
    keys = ("summary", "description", "tags", "operationId", "externalDocs", "x-")
    yield from (one for one in described(place, pair, keys) if not one.pointer.endswith(lifecycle.SUNSET))
    yield from described(place, item, ("summary", "description", "x-"))
