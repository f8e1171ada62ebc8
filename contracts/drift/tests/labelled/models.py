"""Changes of models, for bodies and responses."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from contracts.drift.tests.labelled.changes import Edit


class Cat(BaseModel):
    kind: Literal["cat"]
    lives: int


class Dog(BaseModel):
    kind: Literal["dog"]
    tricks: list[str]


class Fox(BaseModel):
    kind: Literal["fox"]


class Password(BaseModel):
    user: str
    method: Literal["sms"]


class OtherPassword(BaseModel):
    user: str
    method: Literal["sms", "app"]


class Secret(BaseModel):
    label: str | None = None


class Leaf(BaseModel):
    kind: Literal["leaf"]
    items: list[str]


class And(BaseModel):
    kind: Literal["and"]
    items: list["Leaf | And | Or"]


class Or(BaseModel):
    kind: Literal["or"]
    items: list["Leaf | And | Or"]


class Tree(BaseModel):
    name: str
    children: list["Tree"] = []


class ShortTree(BaseModel):
    name: Annotated[str, Field(max_length=3)]
    children: list["ShortTree"] = []


def model(config: ConfigDict | None = None, /, **fields: Any) -> Any:
    """Return a model; a field is a type, or a type and a default."""
    given: dict[str, Any] = {key: one if isinstance(one, tuple) else (one, ...) for key, one in fields.items()}
    return create_model("Thing", __config__=config, **given)


def listed(type_: Any) -> Any:
    """Return a list of a type."""
    return list[type_]


FORBID, ALLOW = ConfigDict(extra="forbid"), ConfigDict(extra="allow")
Pet = Annotated[Cat | Dog, Field(discriminator="kind")]
MorePets = Annotated[Cat | Dog | Fox, Field(discriminator="kind")]
LEAF: Any = {"kind": "leaf", "items": []}
CAT: Any = {"kind": "cat", "lives": 9}
DOG: Any = {"kind": "dog", "tricks": []}
FOX: Any = {"kind": "fox"}

MODELS = [
    Edit("fields", "a field made optional", model(a=int), model(a=(int, 5)), gained={}),
    Edit("fields", "a field made optional and nullable", model(a=int), model(a=(int | None, None)), gained={}),
    Edit("fields", "a field made nullable", model(a=int), model(a=(int | None)), gained={"a": None}),
    Edit("fields", "a nullable field with a default", model(a=(int | None)), model(a=(int | None, None)), gained={}),
    Edit("fields", "a required field added", model(a=int), model(a=int, b=int), lost={"a": 1}),
    Edit("fields", "an optional field added", model(a=int), model(a=int, b=(int, 0))),
    Edit("fields", "another name", model(a=int), model(b=int), lost={"a": 1}, gained={"b": 1}),
    Edit("fields", "another default", model(a=(int, 1)), model(a=(int, 2))),
    Edit(
        "fields",
        "a nested field of another type",
        model(a=model(b=int)),
        model(a=model(b=Literal["x"])),
        lost={"a": {"b": 1}},
        gained={"a": {"b": "x"}},
    ),
    Edit("closed models", "a model closed", model(a=int), model(FORBID, a=int), lost={"a": 1, "zz": 1}),
    Edit(
        "closed models",
        "an optional field added to a closed model",
        model(FORBID, a=int),
        model(FORBID, a=int, b=(int, 0)),
        gained={"a": 1, "b": 0},
    ),
    Edit(
        "closed models",
        "a required field added to a closed model",
        model(FORBID, a=int),
        model(FORBID, a=int, b=int),
        lost={"a": 1},
        gained={"a": 1, "b": 0},
    ),
    Edit("closed models", "a model that says it is open", model(a=int), model(ALLOW, a=int)),
    Edit("tuples and dicts", "a tuple of another type", tuple[int, str], tuple[int, int], lost=[1, "a"], gained=[1, 1]),
    Edit("tuples and dicts", "a tuple grown", tuple[int], tuple[int, int], lost=[1], gained=[1, 1]),
    Edit("tuples and dicts", "a tuple made a list", tuple[int, int], list[int], gained=[1]),
    Edit(
        "tuples and dicts",
        "a dict of another type",
        dict[str, int],
        dict[str, Literal["x"]],
        lost={"a": 1},
        gained={"a": "x"},
    ),
    Edit("tuples and dicts", "a dict of anything", dict[str, int], dict[str, Any], gained={"a": "x"}),
    Edit(
        "tuples and dicts",
        "a dict whose keys are limited",
        dict[str, int],
        dict[Annotated[str, Field(max_length=2)], int],
        lost={"aaa": 1},
    ),
    Edit("tuples and dicts", "anything made a model", Any, model(a=int), lost={}),
    Edit("unions of models", "a union of models in another order", Cat | Dog, Dog | Cat),
    Edit("unions of models", "a union of models shrunk", Cat | Dog, Cat, lost=DOG),
    Edit("unions of models", "a model made a union", Cat, Pet, gained=DOG),
    Edit(
        "unions of models",
        "a member that another one hides",
        Password | Secret,
        OtherPassword | Secret,
        gained={"user": "a", "method": "app"},
        doubtful=True,
    ),
    Edit("discriminated unions", "a union given a discriminator", Cat | Dog, Pet),
    Edit("discriminated unions", "a discriminated union grown", Pet, MorePets, gained=FOX),
    Edit("discriminated unions", "a list of a discriminated union grown", list[Pet], list[MorePets], gained=[FOX]),
    Edit(
        "discriminated unions",
        "a discriminated union made nullable",
        model(pet=Pet),
        model(pet=(Pet | None)),
        gained={"pet": None},
    ),
    Edit("recursion", "a name in a tree made shorter", Tree, ShortTree, lost={"name": "aaaa", "children": []}),
    Edit(
        "recursion",
        "a tree made one level",
        Tree,
        model(name=str, children=(listed(model(name=str, tag=str)), [])),
        lost={"name": "a", "children": [{"name": "a", "children": []}]},
    ),
    Edit("recursion", "members of one shape, one gone", Leaf | And | Or, Leaf | And, lost={"kind": "or", "items": []}),
]
