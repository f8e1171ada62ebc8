"""Bodies to send: mostly valid, about rows that exist; sometimes not."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.document import Operation, is_reference, referred
from tests.fields import Kind, fields_of
from tests.strategies import MAX_ID, outside_limits, payloads

# Few enough to be taken often. Some differ in case alone, some not at all when they are stored.
NAMES = ["ann", "zoe", "Ann", "Zo\u00eb", "Zoe\u0308"]
EMAILS = ["ann@example.com", "zoe@example.com", "Ann@example.com", "zoe@EXAMPLE.com"]
FAMILIAR = {Kind.NAME: NAMES, Kind.TITLE: NAMES, Kind.CONTENT: NAMES, Kind.EMAIL: EMAILS}

# Those that a shell's line has room for.
REFUSED = [(field.resource, field.name, value) for field, value in outside_limits() if len(str(value)) <= 121]
NO_REFERENCES: list[Any] = [True, "1", 1.5, None, 0, -1, MAX_ID + 1]
NO_OBJECTS: list[Any] = [None, [], "x", 0, False]


def once_in(times: int) -> SearchStrategy[bool]:
    """Give True once in so many times."""
    return st.integers(1, times).map(lambda number: number == times)


@st.composite
def numbers(draw: DrawFn, resource: str) -> int:
    """Give the number of a row: of one that exists, or sometimes of one that is deleted or never was."""
    model = draw(st.runner()).model
    there: list[int] = sorted(model.rows[resource])
    if there and not draw(once_in(8)):
        # Half the time one of two, so that something happens to the same row again.
        return draw(st.sampled_from(there[:2]) | st.sampled_from(there))
    gone = set(range(1, model.made[resource] + 1)) - set(there)
    return draw(st.sampled_from([*sorted(gone), MAX_ID]))


def first_body(operation: Operation, number: int) -> dict[str, Any]:
    """Return a valid body of an operation, with a reference to the first or the second row."""
    fields = fields_of(operation.resource)
    return {
        name: 1 + number % 2 if is_reference(name) else FAMILIAR[fields[name].kind][number]
        for name in operation.body["required"]
    }


@st.composite
def bodies(draw: DrawFn, operation: Operation) -> dict[str, Any]:
    """Give the body of an operation, and what is wrong with it: mostly nothing."""
    known, required = operation.fields, operation.body.get("required", [])
    body = {name: value for name, value in draw(texts(operation.resource)).items() if name in known}
    body |= {name: draw(numbers(referred(name))) for name in known if is_reference(name)}
    if not required:
        kept = draw(st.sets(st.sampled_from(sorted(body))))
        body = {name: body[name] for name in sorted(kept)}
    elif draw(once_in(12)):
        missing = draw(st.sampled_from(sorted(required)))
        del body[missing]
        return {"body": body, "faults": (f"body.{missing}",)}
    return draw(perhaps_wrong(operation.resource, body, known))


@st.composite
def texts(draw: DrawFn, resource: str) -> dict[str, Any]:
    """Give valid texts of a resource; at times one is taken, where another row may not have the same."""
    familiar = {name: FAMILIAR[field.kind] for name, field in fields_of(resource).items() if field.taken}
    return {
        name: draw(st.sampled_from(familiar[name])) if name in familiar and draw(st.booleans()) else value
        for name, value in draw(payloads(resource)).items()
    }


@st.composite
def perhaps_wrong(draw: DrawFn, resource: str, body: dict[str, Any], known: list[str]) -> dict[str, Any]:
    """Give the body as it is, or sometimes with a fault in a field, an unknown field, or no object at all."""
    if not draw(once_in(8)):
        return {"body": body}
    wrong = [(name, value) for one, name, value in REFUSED if one == resource and name in known]
    wrong += [(name, value) for name in known if is_reference(name) for value in NO_REFERENCES]
    name, value = draw(st.sampled_from(wrong) | st.just(("id", 1)) | st.just(("", None)))
    if not name:
        return {"body": draw(st.sampled_from(NO_OBJECTS)), "faults": ("body",)}
    return {"body": {**body, name: value}, "faults": (f"body.{name}",)}
