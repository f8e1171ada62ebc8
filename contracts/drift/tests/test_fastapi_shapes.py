"""Every kind of schema from FastAPI is judged correctly, as a body, a query parameter and a response."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from inspect import Parameter, Signature
from typing import Annotated, Any, Literal
from uuid import UUID

import pytest
from fastapi import Body, Depends, FastAPI, Query
from fastapi.security import APIKeyHeader, HTTPBearer
from pydantic import UUID4, UUID7, AnyUrl, BaseModel, ConfigDict, EmailStr, Field, HttpUrl, create_model

from contracts.drift import Verdict, compare

NARROWER, WIDER, EQUAL, OTHER = "narrower", "wider", "equal", "incomparable"


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class MoreColours(Enum):
    RED = "red"
    BLUE = "blue"
    GREEN = "green"


class Cat(BaseModel):
    kind: Literal["cat"]
    lives: int


class Dog(BaseModel):
    kind: Literal["dog"]
    tricks: list[str]


class Fox(BaseModel):
    kind: Literal["fox"]


Pet = Annotated[Cat | Dog, Field(discriminator="kind")]
MorePets = Annotated[Cat | Dog | Fox, Field(discriminator="kind")]


def model(name: str = "Thing", /, config: ConfigDict | None = None, **fields: Any) -> Any:
    """Return a model; a field is a type, or a type and a default."""
    given: dict[str, Any] = {key: one if isinstance(one, tuple) else (one, ...) for key, one in fields.items()}
    return create_model(name, __config__=config, **given)


ShortName = Annotated[str, Field(max_length=40)]
FORBID = ConfigDict(extra="forbid")
ALLOW = ConfigDict(extra="allow")


@dataclass
class Pair:
    """Two types, and how the values of the second relate to those of the first.

    The texts of a parameter may have another relation, because null has no text.
    """

    name: str
    old: Any
    new: Any
    relation: str
    as_texts: str = ""


def bounded(**limits: Any) -> Any:
    """Return an integer within limits."""
    return Annotated[int, Field(**limits)]


def text(**limits: Any) -> Any:
    """Return a string within limits."""
    return Annotated[str, Field(**limits)]


# Types that are parameters, too.
PLAIN = [
    Pair("optional", int | None, int, NARROWER, EQUAL),
    Pair("an enum made optional", Colour, Colour | None, WIDER, EQUAL),
    Pair("a literal made optional", Literal["a"], Literal["a"] | None, WIDER, EQUAL),
    Pair("an enum grown", Colour, MoreColours, WIDER),
    Pair("a literal grown", Literal["a"], Literal["a", "b"], WIDER),
    Pair("a literal of one widened to text", Literal["a"], str, WIDER),
    Pair("a literal is an enum", Literal["red", "blue"], Colour, EQUAL),
    Pair("an enum widened to text", Colour, str, WIDER),
    Pair("another literal", Literal["a"], Literal["b"], OTHER),
    Pair("a union grown", int | bool, int | bool | None, WIDER, EQUAL),
    Pair("a union with text made text", int | str, str, NARROWER, EQUAL),
    Pair("an integer made text", int, str, OTHER, WIDER),
    Pair("a list made one of texts", list[int], list[str], OTHER, WIDER),
    Pair("a list whose items may be null", list[int], list[int | None], WIDER, EQUAL),
    Pair("one value made a list", int, list[int], OTHER, WIDER),
    Pair("one value made a list of texts", int, list[str], OTHER, WIDER),
    Pair("a list made one text", list[int], str, OTHER, OTHER),
    Pair("a union in another order", bool | int, int | bool, EQUAL),
    Pair("a number made an integer", float, int, NARROWER),
    Pair("a lower bound", int, bounded(ge=0), NARROWER),
    Pair("a lower bound raised", bounded(ge=0), bounded(ge=1), NARROWER),
    Pair("the same bound", bounded(gt=0), bounded(ge=1), EQUAL),
    Pair("an upper bound lowered", bounded(le=10), bounded(lt=10), NARROWER),
    Pair("both bounds moved", bounded(ge=0, le=10), bounded(ge=5, le=15), OTHER),
    Pair("a multiple", int, bounded(multiple_of=5), NARROWER),
    Pair("multiples of multiples", bounded(multiple_of=5), bounded(multiple_of=10), NARROWER),
    Pair("other multiples", bounded(multiple_of=4), bounded(multiple_of=6), OTHER),
    Pair("a longest length", str, text(max_length=5), NARROWER),
    Pair("a longest length lowered", text(max_length=50), text(max_length=20), NARROWER),
    Pair("a shortest length", text(min_length=1), text(min_length=2), NARROWER),
    Pair("a pattern", str, text(pattern="^[a-z]+$"), NARROWER),
    Pair("a pattern widened", text(pattern="^[a-z]+$"), text(pattern="^[a-z0-9]+$"), WIDER),
    Pair("another pattern", text(pattern="^a+$"), text(pattern="^b+$"), OTHER),
    Pair("a pattern that is a length", text(pattern="^[^\n]{1,3}$"), text(pattern="^[^\n]{1,5}$"), WIDER),
    Pair("a uuid", str, UUID, NARROWER),
    Pair("a uuid of one version", UUID, UUID4, NARROWER),
    Pair("a uuid of another version", UUID4, UUID7, OTHER),
    Pair("an address that may be longer", HttpUrl, AnyUrl, WIDER),
    Pair("a date", str, date, NARROWER),
    Pair("an email", str, EmailStr, NARROWER),
    Pair("a list grown shorter", list[int], Annotated[list[int], Field(max_length=3)], NARROWER),
    Pair("a list of another type", list[float], list[int], NARROWER),
    Pair("a list made a set", list[int], set[int], NARROWER),
]


def listed(type_: Any) -> Any:
    """Return a list of a type."""
    return list[type_]


# Types that only bodies and responses have.
NESTED = [
    *(Pair(f"{one.name}, in a model", model(a=one.old), model(a=one.new), one.relation) for one in PLAIN),
    *(
        Pair(f"{one.name}, in a list", listed(model(a=one.old)), listed(model(a=one.new)), one.relation)
        for one in PLAIN
    ),
    Pair("a field made optional", model(a=int), model(a=(int, 5)), WIDER),
    Pair("a field made optional and nullable", model(a=int), model(a=(int | None, None)), WIDER),
    Pair("a field made nullable", model(a=int), model(a=(int | None)), WIDER),
    Pair("a nullable field with a default", model(a=(int | None)), model(a=(int | None, None)), WIDER),
    Pair("a required field added", model(a=int), model(a=int, b=int), NARROWER),
    Pair("a closed model", model(a=int), model(config=FORBID, a=int), NARROWER),
    Pair(
        "an optional field added to a closed one",
        model(config=FORBID, a=int),
        model(config=FORBID, a=int, b=(int, 0)),
        WIDER,
    ),
    Pair(
        "a required field added to a closed one", model(config=FORBID, a=int), model(config=FORBID, a=int, b=int), OTHER
    ),
    Pair("a model that says it is open", model(a=int), model(config=ALLOW, a=int), EQUAL),
    Pair("a renamed model", model("Thing", a=int), model("Widget", a=int), EQUAL),
    Pair("a tuple of another type", tuple[int, str], tuple[int, int], OTHER),
    Pair("a tuple grown", tuple[int], tuple[int, int], OTHER),
    Pair("a tuple made a list", tuple[int, int], list[int], WIDER),
    Pair("a tuple whose item widened", tuple[int, str], tuple[float, str], WIDER),
    Pair("a dict of another type", dict[str, int], dict[str, str], OTHER),
    Pair("a dict of anything", dict[str, int], dict[str, Any], WIDER),
    Pair("a dict whose values widened", dict[str, int], dict[str, float], WIDER),
    Pair("a dict of short names", dict[str, int], dict[ShortName, int], NARROWER),
    Pair("a dict of any names", dict[ShortName, int], dict, WIDER),
    Pair("a dict of few names", dict[str, int], Annotated[dict[str, int], Field(max_length=50)], NARROWER),
    Pair("anything made a model", Any, model(a=int), NARROWER),
    Pair("a union given a discriminator", Cat | Dog, Pet, EQUAL),
    Pair("a discriminated union grown", Pet, MorePets, WIDER),
    Pair("a model made a union", Cat, Pet, WIDER),
    Pair("a union of models in another order", Cat | Dog, Dog | Cat, EQUAL),
    Pair("a union of models shrunk", Cat | Dog, Cat, NARROWER),
    Pair("a list of a union grown", list[Pet], list[MorePets], WIDER),
    Pair("a nested model made nullable", model(pet=Pet), model(pet=(Pet | None)), WIDER),
]

# Types with different schemas in bodies and responses.
TAKEN = [
    Pair("a decimal bounded", Decimal, Annotated[Decimal, Field(ge=0, max_digits=5)], NARROWER),
    Pair("a decimal made text", Decimal, str, NARROWER),
    Pair("an optional field added", model(a=int), model(a=int, b=(int, 0)), EQUAL),
]


def body(type_: Any) -> Any:
    """Return the document of an app with a type as its body."""
    app = FastAPI()

    @app.post("/things")
    def create(thing: Annotated[type_, Body()]) -> None: ...

    return app.openapi()


def query(type_: Any) -> Any:
    """Return the document of an app with a type as a query parameter."""
    app = FastAPI()

    @app.get("/things")
    def find(thing: Annotated[type_, Query()]) -> None: ...

    return app.openapi()


def answer(type_: Any) -> Any:
    """Return the document of an app that answers with a type."""
    app = FastAPI()

    @app.get("/things")
    def read() -> type_: ...

    return app.openapi()


def check(make: Any, old: Any, new: Any, *, breaks: bool) -> None:
    """Compare the documents of two types, and check the verdict and every witness."""
    report = compare(make(old), make(new))
    assert (report.verdict == Verdict.BREAKING) == breaks, report
    assert report.verdict != Verdict.UNDECIDED, report
    for change in report.changes:
        assert change.verdict != Verdict.BREAKING or change.witness is not None, change


@pytest.mark.parametrize("pair", [*PLAIN, *NESTED, *TAKEN], ids=lambda pair: pair.name)
def test_a_body_that_is_refused_breaks_its_clients(pair: Pair) -> None:
    check(body, pair.old, pair.new, breaks=pair.relation in (NARROWER, OTHER))
    check(body, pair.new, pair.old, breaks=pair.relation in (WIDER, OTHER))


@pytest.mark.parametrize("pair", PLAIN, ids=lambda pair: pair.name)
def test_a_parameter_that_is_refused_breaks_its_clients(pair: Pair) -> None:
    relation = pair.as_texts or pair.relation
    check(query, pair.old, pair.new, breaks=relation in (NARROWER, OTHER))
    check(query, pair.new, pair.old, breaks=relation in (WIDER, OTHER))


@pytest.mark.parametrize("pair", [*PLAIN, *NESTED], ids=lambda pair: pair.name)
def test_a_response_that_was_forbidden_breaks_its_clients(pair: Pair) -> None:
    check(answer, pair.old, pair.new, breaks=pair.relation in (WIDER, OTHER))
    check(answer, pair.new, pair.old, breaks=pair.relation in (NARROWER, OTHER))


def answering(status: int) -> Any:
    """Return the document of an app that answers with a status."""
    app = FastAPI()

    @app.post("/things", status_code=status)
    def create() -> int:
        return 0

    return app.openapi()


def guarded(*dependencies: Any) -> Any:
    """Return the document of an app that requires credentials."""
    app = FastAPI()

    @app.get("/things", dependencies=[Depends(one) for one in dependencies])
    def read() -> int:
        return 0

    return app.openapi()


def test_another_status_of_success_breaks() -> None:
    assert compare(answering(200), answering(201)).verdict == Verdict.BREAKING
    assert compare(answering(201), answering(200)).verdict == Verdict.BREAKING


def test_a_credential_newly_asked_for_breaks_and_one_less_does_not() -> None:
    key = APIKeyHeader(name="X-Key")
    assert compare(guarded(), guarded(HTTPBearer())).verdict == Verdict.BREAKING
    assert compare(guarded(HTTPBearer()), guarded()).verdict == Verdict.COMPATIBLE
    assert compare(guarded(HTTPBearer()), guarded(key)).verdict == Verdict.BREAKING


def test_a_parameter_breaks_where_it_is_new_and_required_or_becomes_so() -> None:
    def app_with(**parameters: Any) -> Any:
        app = FastAPI()

        def find(**_: Any) -> None: ...

        kinds = {"annotation": int, "kind": Parameter.KEYWORD_ONLY}
        signature = [Parameter(name, default=default, **kinds) for name, default in parameters.items()]  # type: ignore[arg-type]
        find.__signature__ = Signature(signature)  # type: ignore[attr-defined]
        app.get("/things")(find)
        return app.openapi()

    none, optional, required = app_with(), app_with(q=5), app_with(q=Parameter.empty)
    assert compare(none, required).verdict == Verdict.BREAKING
    assert compare(optional, required).verdict == Verdict.BREAKING
    for mild in ((none, optional), (optional, none), (required, none), (required, optional)):
        assert compare(*mild).verdict == Verdict.COMPATIBLE
