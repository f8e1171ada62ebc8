"""How values travel, and with it what proves that a change breaks nobody, or somebody."""

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

FEW = 60  # values that are tried as witnesses, where none was found by a keyword
FEW_LONGER = 5  # those of them that are tried with longer numbers and arrays
LONG = 300  # the length beyond which no number is tried


class Serialization(Protocol):
    """A way in which values travel.

    Attributes:
        telling: The annotations of schemas that decide how a value is written.
    """

    telling: frozenset[str]

    def findings(self, inclusion: Inclusion, sent: Node, taken: Node, *, shown: bool = True) -> Findings:
        """Return why not all that one schema allows to send is taken by another; nothing where it is proven.

        Args:
            inclusion: The engine.
            sent: The schema of what is sent.
            taken: The schema of what is taken.
            shown: Whether values are looked for.
        """

    def witness(self, value: Any, sent: Node, taken: Node) -> Any:
        """Return what shows that a value is sent by one schema and refused by the other; MISSING if it is not so."""

    def search(self, inclusion: Inclusion, sent: Node, taken: Node) -> Any:
        """Return such a witness if one is found, else MISSING."""


class Json:
    """As JSON."""

    telling: frozenset[str] = frozenset()

    def findings(self, inclusion: Inclusion, sent: Node, taken: Node, *, shown: bool = True) -> Findings:
        """Return why the values of one schema are not all values of the other."""
        return inclusion.of(sent, taken, shown=shown)

    def witness(self, value: Any, sent: Node, taken: Node) -> Any:
        """Return the value, if the jsonschema library says so of both schemas."""
        stands = value is not MISSING and library_accepts(sent, value) and library_accepts(taken, value) is False
        return value if stands else MISSING

    def search(self, inclusion: Inclusion, sent: Node, taken: Node) -> Any:
        """Return a value of one schema that the other refuses."""
        return self.witness(inclusion.counterexample(sent, taken), sent, taken)


class JsonText(Json):
    """As JSON, in a parameter or a header."""

    def __init__(self, carrier: Carrier) -> None:
        """Take the parameter or header."""
        self._carrier = carrier

    def witness(self, value: Any, sent: Node, taken: Node) -> Any:
        """Return the text of the value as the parameter or header has it."""
        value = super().witness(value, sent, taken)
        return value if value is MISSING else self._carrier.shown(((self._carrier.name, json_text(value)),))


class Unknown:
    """In a grammar that a schema does not describe, as XML or CSV: nothing is shown, and little is proven."""

    def __init__(self, telling: frozenset[str] = frozenset()) -> None:
        """Take the annotations that decide how a value is written."""
        self.telling = telling

    def findings(self, inclusion: Inclusion, sent: Node, taken: Node, *, shown: bool = True) -> Findings:
        """Return why the values of one schema are not all values of the other."""
        return inclusion.of(sent, taken, shown=shown)

    def witness(self, value: Any, sent: Node, taken: Node) -> Any:
        """Return MISSING: it is not known how the value is written, nor whether it is read as the same."""
        return MISSING

    def search(self, inclusion: Inclusion, sent: Node, taken: Node) -> Any:
        """Return MISSING."""
        return MISSING


class Text:
    """As texts."""

    telling: frozenset[str] = frozenset()

    def __init__(self, carrier: Carrier) -> None:
        """Take what carries the texts."""
        self._carrier = carrier

    def findings(self, inclusion: Inclusion, sent: Node, taken: Node, *, shown: bool = True) -> Findings:
        """Return why not all texts of one schema are texts of the other."""
        files = tuple(_files(sent, taken)) if self._carrier.files else ()
        if inclusion.holds(sent, taken):
            return files  # who accepts the same values accepts the same texts
        rewriting = Rewriting(inclusion, self._carrier)
        written = rewriting.sent(sent)
        as_texts = inclusion.of(written, rewriting.taken(taken, written), shown=shown)
        as_values = inclusion.of(sent, taken, shown=False) if as_texts else ()
        if shown and all(one.value is MISSING for one in as_texts):
            # Nothing is known but that it is not proven: the schemas as they stand say best what differs.
            as_texts = tuple(replace(one, search=nothing) for one in as_values)
        return files + tuple(_as_it_stands(one, as_values, taken) for one in as_texts)

    def witness(self, value: Any, sent: Node, taken: Node) -> Any:
        """Return the texts of a value as they are sent, if one schema surely accepts them, and the other surely not."""
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
        """Return the texts of a value among the smallest, or of one with longer numbers or arrays."""
        written = Rewriting(inclusion, self._carrier).sent(sent)
        values = list(islice(inclusion.samples.of(written, taken), FEW))
        lengths = [int(one) for one in hints_of((taken,)).numbers if 0 < one < LONG]
        longer = [_longer(value, length) for length in lengths for value in values[:FEW_LONGER]]
        values += [*longer, *(_twice(value) for value in values[:FEW_LONGER])]
        shown = (self.witness(value, sent, taken) for value in values)
        return next((one for one in shown if one is not MISSING), MISSING)


def json_container(value: Any) -> str | None:
    """Return whether a value is an array or an object, None where it is neither."""
    return "array" if isinstance(value, list) else "object" if isinstance(value, dict) else None


def _not_empty(value: Any) -> Any:
    """Return a value with the letter a for empty texts, which some servers take for nothing."""
    if isinstance(value, list):
        return [_not_empty(one) for one in value]
    if isinstance(value, dict):
        return {name: _not_empty(one) for name, one in value.items()}
    return "a" if value == "" else value


def _longer(value: Any, length: int) -> Any:
    """Return a value with numbers whose texts are longer than some length."""
    if isinstance(value, list):
        return [_longer(one, length) for one in value]
    if isinstance(value, dict):
        return {name: _longer(one, length) for name, one in value.items()}
    return 10**length if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def _twice(value: Any) -> Any:
    """Return a value whose arrays have each item twice."""
    if isinstance(value, dict):
        return {name: _twice(one) for name, one in value.items()}
    return value * 2 if isinstance(value, list) else value


def _as_it_stands(finding: Finding, as_values: Findings, taken: Node) -> Finding:
    """Return a finding that says what the documents say, and not what they were rewritten to."""
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
    """Give the fields of a form that were files and are texts, or the other way round."""
    for name in sorted(sent.declared & taken.declared):
        here, there = _kinds(sent.member(name)), _kinds(taken.member(name))
        if not here <= there:
            place = f"{taken.place_of_name(name)}/format"
            yield Finding("format", place, (name,), " or ".join(sorted(here)), " or ".join(sorted(there)))


def _kinds(node: Node, depth: int = 2) -> set[str]:
    """Return whether values are written as texts or as files."""
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
