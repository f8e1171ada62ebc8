"""Changes of the types of parameters and fields that FastAPI and Pydantic users make."""

from datetime import date, datetime
from enum import Enum, IntEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import EmailStr, Field

from contracts.drift.tests.labelled.changes import NOTHING, Edit


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class MoreColours(Enum):
    RED = "red"
    BLUE = "blue"
    GREEN = "green"


class Level(IntEnum):
    LOW = 1
    HIGH = 2


class MoreLevels(IntEnum):
    LOW = 1
    HIGH = 2
    TOP = 3


def number(**limits: Any) -> Any:
    """Return an integer within limits."""
    return Annotated[int, Field(**limits)]


def text(**limits: Any) -> Any:
    """Return a string within limits."""
    return Annotated[str, Field(**limits)]


def several(type_: Any, **limits: Any) -> Any:
    """Return a list within limits."""
    return Annotated[list[type_], Field(**limits)]


# The changes that are tried at every place: bodies, responses, queries, paths, headers and forms.
EVERYWHERE = [
    Edit("enums and literals", "an enum grown", Colour, MoreColours, gained="green"),
    Edit("numbers", "a lower bound", int, number(ge=0), lost=-1),
    Edit("numbers", "a number made an integer", float, int, lost=1.5),
    Edit("texts", "a longest length lowered", text(max_length=9), text(max_length=4), lost="aaaaa"),
    Edit("texts", "a pattern", str, text(pattern="^[a-z]+$"), lost="A"),
    Edit("formats", "a uuid", str, UUID, lost="a"),
    Edit("other types", "an integer made text", int, str, lost=1, gained="a", lost_text=NOTHING),
]
SCALARS = [
    Edit("optional and null", "null no longer allowed", int | None, int, lost=None, lost_text=NOTHING),
    Edit("enums and literals", "an enum made optional", Colour, Colour | None, gained=None, gained_text=NOTHING),
    Edit("enums and literals", "an enum of numbers grown", Level, MoreLevels, gained=3),
    Edit("enums and literals", "a literal grown", Literal["a"], Literal["a", "b"], gained="b"),
    Edit("enums and literals", "a literal of one made text", Literal["a"], str, gained="b"),
    Edit("enums and literals", "a literal made an enum", Literal["red", "blue"], Colour),
    Edit("enums and literals", "an enum made text", Colour, str, gained="green"),
    Edit("enums and literals", "another literal", Literal["a"], Literal["b"], lost="a", gained="b"),
    Edit("unions of types", "a union grown", int | bool, int | bool | Literal["a"], gained="a"),
    Edit("unions of types", "a union in another order", bool | int, int | bool),
    Edit("unions of types", "a union shrunk to text", int | str, str, lost=1, lost_text=NOTHING),
    Edit("numbers", "a lower bound raised", number(ge=0), number(ge=1), lost=0),
    Edit("numbers", "the same bound written otherwise", number(gt=0), number(ge=1)),
    Edit("numbers", "both bounds moved", number(ge=0, le=10), number(ge=5, le=15), lost=0, gained=15),
    Edit("numbers", "a multiple", int, number(multiple_of=5), lost=1),
    Edit("numbers", "a multiple of the multiple", number(multiple_of=5), number(multiple_of=10), lost=5),
    Edit("numbers", "another multiple", number(multiple_of=4), number(multiple_of=6), lost=4, gained=6),
    Edit("texts", "a shortest length", str, text(min_length=1), lost=""),
    Edit("texts", "a shortest length of nothing", str, text(min_length=0)),
    Edit("texts", "a pattern widened", text(pattern="^[a-z]+$"), text(pattern="^[a-z0-9]+$"), gained="0"),
    Edit("texts", "another pattern", text(pattern="^a+$"), text(pattern="^b+$"), lost="a", gained="b"),
    Edit("texts", "a pattern that takes all", str, text(pattern=".*")),
    Edit(
        "texts",
        "a pattern that is a length",
        text(pattern="^[^\n]{1,3}$"),
        text(pattern="^[^\n]{1,5}$"),
        gained="aaaaa",
    ),
    Edit("formats", "a date", str, date, lost="a"),
    Edit("formats", "a date made a time", date, datetime, lost="2000-01-01", gained="2000-01-01T00:00:00Z"),
    Edit("formats", "an email", str, EmailStr, lost="a"),
    Edit("other types", "a boolean made a number", bool, int, lost=True, gained=7),
    Edit(
        "other types", "an integer made a shortest text", int, text(min_length=1), lost=1, gained="a", lost_text=NOTHING
    ),
    Edit(
        "other types",
        "a boolean made two texts",
        bool,
        Literal["true", "false"],
        lost=True,
        gained="true",
        lost_text=NOTHING,
        gained_text=NOTHING,
    ),
    Edit("lists", "a list given a longest length", list[int], several(int, max_length=3), lost=[1, 1, 1, 1]),
    Edit("lists", "a list given a shortest length", list[str], several(str, min_length=2), lost=["a"]),
    Edit("lists", "a list of another type", list[float], list[int], lost=[1.5]),
    Edit("lists", "a list whose items grew", list[Colour], list[MoreColours], gained=["green"]),
    Edit("lists", "a list of numbers made a set", list[int], set[int], lost=[1, 1]),
    Edit("lists", "a list of texts made a set", list[str], set[str], lost=["a", "a"]),
    Edit("lists", "a list of texts made a text", list[str], str, lost=["a", "b"], gained="a", gained_text=NOTHING),
    Edit("lists", "a list of numbers made a text", list[int], str, lost=[1, 2], gained="a"),
    Edit("lists", "a text made a list of texts", str, list[str], lost="a", gained=["a", "b"], lost_text=NOTHING),
]
