"""Bodies to send: mostly as they must be, about what is there; sometimes not."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.fields import fields_of
from tests.strategies import MAX_ID, outside_limits, payloads

# Few enough to be taken often. Some differ in case alone, some not at all when they are stored.
FAMILIAR = {
    "username": ["ann", "Ann", "Zo\u00eb", "Zoe\u0308"],
    "email": ["ann@example.com", "Ann@example.com", "zoe@example.com", "zoe@EXAMPLE.com"],
}
REFERENCES = {"users": [], "posts": ["user_id"]}

# Those that a shell's line has room for.
REFUSED = [(field.resource, field.name, value) for field, value in outside_limits() if len(str(value)) <= 121]
REFUSED += [("posts", "user_id", value) for value in (True, "1", 1.5, None, 0, -1, MAX_ID + 1)]
NO_OBJECTS: list[Any] = [None, [], "x", 0, False]


def once_in(times: int) -> SearchStrategy[bool]:
    """Give True once in so many times."""
    return st.integers(1, times).map(lambda number: number == times)


@st.composite
def numbers(draw: DrawFn, kind: str) -> int:
    """Give the number of a user or a post: of one that is there, or sometimes of one that is gone or never was."""
    model = draw(st.runner()).model
    there: list[int] = sorted(model.things[kind])
    if there and not draw(once_in(8)):
        # Half the time one of two, so that something happens to the same one again.
        return draw(st.sampled_from(there[:2]) | st.sampled_from(there))
    gone = set(range(1, model.made[kind] + 1)) - set(there)
    return draw(st.sampled_from([*sorted(gone), MAX_ID]))


@st.composite
def fields(draw: DrawFn, kind: str) -> dict[str, Any]:
    """Give valid fields of a user or a post; a name and an email are taken at times."""
    familiar = {field: st.sampled_from(values) for field, values in FAMILIAR.items()}
    return {
        field: draw(familiar[field]) if field in familiar and draw(st.booleans()) else value
        for field, value in draw(payloads(kind)).items()
    }


@st.composite
def complete(draw: DrawFn, kind: str) -> dict[str, Any]:
    """Give the body of a user or a post, and what is wrong with it: mostly nothing."""
    body = draw(fields(kind))
    if kind == "posts":
        body["user_id"] = draw(numbers("users"))
    required = [*REFERENCES[kind], *(name for name, field in fields_of(kind).items() if not field.is_optional)]
    if draw(once_in(12)):
        missing = draw(st.sampled_from(sorted(required)))
        del body[missing]
        return {"body": body, "faults": (f"body.{missing}",)}
    return draw(perhaps_wrong(kind, body, [*fields_of(kind), *REFERENCES[kind]]))


@st.composite
def partial(draw: DrawFn, kind: str) -> dict[str, Any]:
    """Give any part of the body of a user or a post, and what is wrong with it: mostly nothing."""
    body = draw(fields(kind))
    kept = draw(st.sets(st.sampled_from(sorted(body))))
    return draw(perhaps_wrong(kind, {field: body[field] for field in sorted(kept)}, [*fields_of(kind)]))


@st.composite
def perhaps_wrong(draw: DrawFn, kind: str, body: dict[str, Any], known: list[str]) -> dict[str, Any]:
    """Give the body as it is, or sometimes with a fault in a field, an unknown field, or no object at all."""
    if not draw(once_in(8)):
        return {"body": body}
    wrong = [(field, value) for resource, field, value in REFUSED if resource == kind and field in known]
    field, value = draw(st.sampled_from(wrong) | st.just(("id", 1)) | st.just(("", None)))
    if not field:
        return {"body": draw(st.sampled_from(NO_OBJECTS)), "faults": ("body",)}
    return {"body": {**body, field: value}, "faults": (f"body.{field}",)}
