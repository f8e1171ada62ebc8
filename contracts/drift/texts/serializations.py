"""The serializations of values, and how each proves that a change breaks no client, or finds a witness."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any, Protocol

from ..document import follow
from ..json_values import MISSING
from ..schemas.branches import TooManyBranches, branches
from ..schemas.findings import Finding, Findings, nothing
from ..schemas.hints import hints_of
from ..schemas.inclusion import Inclusion
from ..schemas.nodes import Node
from ..schemas.validity import library_accepts
from .carriers import Carrier, json_text
from .plain import named_containers
from .readings import accepted
from .rewriting import Rewriting

FEW = 60  # values that are tried as witnesses, if no keyword led to one
FEW_LONGER = 5  # how many of them are also tried with longer numbers and arrays
LONG = 300  # the maximum length of the tried numbers


class Serialization(Protocol):
    """A way to serialize values.

    Attributes:
        shaping: The annotations of schemas that decide how a value is serialized.
    """

    shaping: frozenset[str]

    def findings(self, inclusion: Inclusion, sent: Node, taken: Node, *, shown: bool = True) -> Findings:
        """Return why the accepting schema does not accept everything that is sent; empty if the inclusion is proven.

        Args:
            inclusion: The engine.
            sent: The schema of the sent values.
            taken: The schema of the accepted values.
            shown: Whether witnesses are searched.
        """

    def witness(self, value: Any, sent: Node, taken: Node) -> Any:
        """Return the witness of a value that one schema sends and the other refuses; MISSING if it is not one."""

    def search(self, inclusion: Inclusion, sent: Node, taken: Node) -> Any:
        """Search for a witness; returns MISSING if none is found."""


class Json:
    """Values as JSON."""

    shaping: frozenset[str] = frozenset()

    def findings(self, inclusion: Inclusion, sent: Node, taken: Node, *, shown: bool = True) -> Findings:
        """Return why the values of one schema are not all values of the other."""
        return inclusion.of(sent, taken, shown=shown)

    def witness(self, value: Any, sent: Node, taken: Node) -> Any:
        """Return the value, if the jsonschema library confirms it for both schemas."""
        stands = value is not MISSING and library_accepts(sent, value) and library_accepts(taken, value) is False
        return value if stands else MISSING

    def search(self, inclusion: Inclusion, sent: Node, taken: Node) -> Any:
        """Return a value of one schema that the other refuses."""
        return self.witness(inclusion.counterexample(sent, taken), sent, taken)


class JsonText(Json):
    """Values as JSON, in a parameter or a header."""

    def __init__(self, carrier: Carrier) -> None:
        """Take the parameter or header."""
        self._carrier = carrier

    def witness(self, value: Any, sent: Node, taken: Node) -> Any:
        """Return the text of the value in the parameter or header."""
        value = super().witness(value, sent, taken)
        return value if value is MISSING else self._carrier.shown(((self._carrier.name, json_text(value)),))


class Unknown:
    """Values in a format that a schema does not describe, such as XML or CSV: no witnesses, and few proofs."""

    def __init__(self, shaping: frozenset[str] = frozenset()) -> None:
        """Take the annotations that decide how a value is serialized."""
        self.shaping = shaping

    def findings(self, inclusion: Inclusion, sent: Node, taken: Node, *, shown: bool = True) -> Findings:
        """Return why the values of one schema are not all values of the other."""
        return inclusion.of(sent, taken, shown=shown)

    def witness(self, value: Any, sent: Node, taken: Node) -> Any:
        """Return MISSING: the text of the value is not known."""
        return MISSING

    def search(self, inclusion: Inclusion, sent: Node, taken: Node) -> Any:
        """Return MISSING."""
        return MISSING


class Text:
    """Values as texts."""

    shaping: frozenset[str] = frozenset()

    def __init__(self, carrier: Carrier) -> None:
        """Take the carrier of the texts."""
        self._carrier = carrier

    def findings(self, inclusion: Inclusion, sent: Node, taken: Node, *, shown: bool = True) -> Findings:
        """Return why the texts of one schema are not all texts of the other."""
        files = tuple(_files(sent, taken)) if self._carrier.files else ()
        if inclusion.holds(sent, taken):
            return files  # if all values are accepted, all texts are accepted
        rewriting = Rewriting(inclusion, self._carrier)
        written = rewriting.sent(sent)
        as_texts = inclusion.of(written, rewriting.taken(taken, written), shown=shown)
        as_values = inclusion.of(sent, taken, shown=False) if as_texts else ()
        if shown and all(one.value is MISSING for one in as_texts):
            # There is no proof and no witness: the original schemas describe the difference best.
            as_texts = tuple(replace(one, search=nothing) for one in as_values)
        return files + tuple(_as_it_stands(one, as_values, taken) for one in as_texts)

    def witness(self, value: Any, sent: Node, taken: Node) -> Any:
        """Return the texts of a value, if all servers accept them by one schema and refuse them by the other."""
        for one in (_not_empty(value), value):
            if json_container(one) in (None, *named_containers(sent)):
                pairs = self._carrier.written(one)
                if (
                    pairs is not MISSING
                    and self._carrier.certain(pairs)
                    and accepted(self._carrier, sent, pairs, certainly=True)
                    and not accepted(self._carrier, taken, pairs, certainly=False)
                ):
                    return self._carrier.shown(pairs)
        return MISSING

    def search(self, inclusion: Inclusion, sent: Node, taken: Node) -> Any:
        """Search the texts of the smallest values, also with longer numbers or arrays."""
        written = Rewriting(inclusion, self._carrier).sent(sent)
        values = list(islice(inclusion.samples.of(written, taken), FEW))
        lengths = [int(one) for one in hints_of((taken,)).numbers if 0 < one < LONG]
        longer = [_longer(value, length) for length in lengths for value in values[:FEW_LONGER]]
        values += [*longer, *(_twice(value) for value in values[:FEW_LONGER])]
        shown = (self.witness(value, sent, taken) for value in values)
        return next((one for one in shown if one is not MISSING), MISSING)


def json_container(value: Any) -> str | None:
    """Return "array" or "object" for such a value, else None."""
    return "array" if isinstance(value, list) else "object" if isinstance(value, dict) else None


def _not_empty(value: Any) -> Any:
    """Return a value with the letter a in place of empty texts, which some servers treat as missing."""
    if isinstance(value, list):
        return [_not_empty(one) for one in value]
    if isinstance(value, dict):
        return {name: _not_empty(one) for name, one in value.items()}
    return "a" if value == "" else value


def _longer(value: Any, length: int) -> Any:
    """Return a value with numbers whose texts are longer than a length."""
    if isinstance(value, list):
        return [_longer(one, length) for one in value]
    if isinstance(value, dict):
        return {name: _longer(one, length) for name, one in value.items()}
    return 10**length if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def _twice(value: Any) -> Any:
    """Return a value with each item of its arrays repeated."""
    if isinstance(value, dict):
        return {name: _twice(one) for name, one in value.items()}
    return value * 2 if isinstance(value, list) else value


def _as_it_stands(finding: Finding, as_values: Findings, taken: Node) -> Finding:
    """Return a finding about the original documents instead of the rewritten schemas."""
    like = next((one for one in as_values if one.pointer == finding.pointer), None)
    if like is None and not _stands(taken.root, finding):
        like = next((one for one in as_values if one.path == finding.path), None)
    return finding if like is None else replace(like, search=finding.search, path=finding.path)


def _stands(root: Any, finding: Finding) -> bool:
    try:
        return follow(root, finding.pointer) is finding.there
    except LookupError:
        return False


def _files(sent: Node, taken: Node) -> Iterator[Finding]:
    """Give findings for the fields of a form that changed from file to text or from text to file."""
    for name in sorted(sent.declared & taken.declared):
        here, there = _kinds(sent.member(name)), _kinds(taken.member(name))
        if not here <= there:
            place = f"{taken.place_of_name(name)}/format"
            yield Finding("format", place, (name,), " or ".join(sorted(here)), " or ".join(sorted(there)))


def _kinds(node: Node, depth: int = 2) -> set[str]:
    """Return whether values are serialized as texts, as files, or both."""
    try:
        found = branches(node) if depth else ()
    except TooManyBranches:
        return {"text", "file"}
    kinds = set()
    for one in found:
        if one.type == "array":
            kinds |= _kinds(one.item(one.places), depth - 1)
        elif one.type != "null":
            binary = any(name == "binary" for name in one.all("format"))
            media = any(True for _ in one.all("contentMediaType")) and not any(True for _ in one.all("contentEncoding"))
            kinds.add("file" if one.type == "string" and (binary or media) else "text")
    return kinds
