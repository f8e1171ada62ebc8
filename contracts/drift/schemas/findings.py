"""Why one schema is not part of another: the reasons, and the findings that they lead to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from ..json_values import MISSING
from .nodes import Node

Search = Callable[[], Any]
"""Looks for a value; returns MISSING where none is found."""
Lift = Callable[[Any], Any]
"""Puts a value into one around it; returns MISSING where there is none."""


def nothing() -> Any:
    """Find no value."""
    return MISSING


@dataclass(frozen=True)
class Finding:
    """A reason why the values of one schema are not all values of another.

    Attributes:
        aspect: What it is about, a word of a rule's name.
        pointer: The keyword of the other schema that refuses, as a JSON pointer into its document.
        path: Where in the value, like `author.email` or `[].name`; empty for the whole.
        here: What the one schema says by that keyword, MISSING where it says nothing.
        there: What the other says.
        search: Looks for a value of the one that the other refuses.
    """

    aspect: str
    pointer: str
    path: tuple[str, ...] = ()
    here: Any = MISSING
    there: Any = MISSING
    search: Search = nothing

    @cached_property
    def value(self) -> Any:
        """A value of the one that the other refuses, MISSING where none is known, and so nothing is decided."""
        return self.search()

    def within(self, inner: "Inner") -> "Finding":
        """Return the finding as one of the value around."""
        aspect = inner.closed if inner.closed and self.there is False and not self.path else self.aspect

        def search() -> Any:
            value = self.value
            return MISSING if value is MISSING else inner.lift(value)

        path = (inner.step, *self.path) if inner.step else self.path
        return replace(self, aspect=aspect, path=path, search=search)


Findings = tuple[Finding, ...]


class Inner(NamedTuple):
    """A reason that lies in a part of the value.

    Attributes:
        step: The part: the name of a property, `[]` for items, empty for the same value.
        left: What the one schema says of the part.
        right: What the other says.
        lift: Puts a value of the part into a value around it.
        closed: The aspect where the other refuses any value of the part, empty where that is nothing special.
    """

    step: str
    left: Node
    right: Node
    lift: Lift = lambda value: value
    closed: str = ""


class Choice(NamedTuple):
    """A reason that lies in one of some alternatives: the first that shows a value which all of them refuse.

    Attributes:
        left: What the one schema says.
        options: The alternatives of the other, the likeliest first.
        whole: What all of them together say.
        otherwise: Gives the reasons where no option shows such a value.
    """

    left: Node
    options: tuple[Node, ...]
    whole: Node
    otherwise: Callable[[], "Iterator[Reason]"]


Reason = Finding | Inner | Choice
