"""The reasons why one schema is not included in another, and the findings that they lead to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from ..json_values import MISSING
from .nodes import Node

Search = Callable[[], Any]
"""Searches for a value; returns MISSING if none is found."""
Lift = Callable[[Any], Any]
"""Inserts a value into an enclosing one; returns MISSING if there is none."""


def nothing() -> Any:
    """Return MISSING: there is nothing to search."""
    return MISSING


@dataclass(frozen=True)
class Finding:
    """A reason why the values of one schema are not all values of another.

    Attributes:
        aspect: The aspect of values, which is a word of a rule's name.
        pointer: The JSON pointer to the keyword of the other schema that refuses values.
        path: The path in the value, like `author.email` or `[].name`; empty for the whole value.
        here: The value of that keyword in the first schema, MISSING if it has none.
        there: Its value in the other schema.
        search: Searches for a value of the first schema that the other refuses.
    """

    aspect: str
    pointer: str
    path: tuple[str, ...] = ()
    here: Any = MISSING
    there: Any = MISSING
    search: Search = nothing

    @cached_property
    def value(self) -> Any:
        """A value of the first schema that the other refuses; MISSING if none is known, so that nothing is decided."""
        return self.search()

    def within(self, inner: "Inner") -> "Finding":
        """Return the finding for the enclosing value."""
        aspect = inner.closed if inner.closed and self.there is False and not self.path else self.aspect

        def search() -> Any:
            value = self.value
            return MISSING if value is MISSING else inner.lift(value)

        path = (inner.step, *self.path) if inner.step else self.path
        return replace(self, aspect=aspect, path=path, search=search)


Findings = tuple[Finding, ...]


class Inner(NamedTuple):
    """A reason in a part of the value.

    Attributes:
        step: The part: the name of a property, `[]` for items, empty for the same value.
        left: The first schema's schema of the part.
        right: The other schema's schema of the part.
        lift: Inserts a value of the part into an enclosing value.
        closed: The aspect if the other schema refuses all values of the part, empty if there is no special one.
    """

    step: str
    left: Node
    right: Node
    lift: Lift = lambda value: value
    closed: str = ""


class Choice(NamedTuple):
    """A reason in one of several alternatives: the first that leads to a value which all of them refuse.

    Attributes:
        left: The first schema.
        options: The alternatives of the other schema, the most likely first.
        whole: The schema with all alternatives.
        otherwise: Gives the reasons if no option leads to such a value.
    """

    left: Node
    options: tuple[Node, ...]
    whole: Node
    otherwise: Callable[[], "Iterator[Reason]"]


Reason = Finding | Inner | Choice
