"""Make a document well formed: malformed parts are removed, and listed in the object that contained them.

The code that reads the result needs no checks: every object is of its kind, every keyword has its shape, and every
reference has a target of the expected kind.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any, NamedTuple

from .contrast import shown
from .document import target
from .grammar import BY_NAME, KINDS, KINDS_OF_3_0, ONE, PATH_ITEM, SCHEMA, SOME, Kind
from .json_values import canonical, escaped
from .schemas.keywords import DYNAMIC, MALFORMED, NAMES_OF_SCHEMAS, NOT_COMPARED, REMOVED, Removed

WHOLE = ""  # the key that marks an object of which everything was removed
# Keywords with schemas that apply to the same value.
_SINGLE_IN_PLACE = ("not", "if", "then", "else")
_LISTED_IN_PLACE = ("allOf", "anyOf", "oneOf")


class Fault(NamedTuple):
    """A malformed part: its pointer, and a sentence about it, without the full stop."""

    pointer: str
    text: str


class _Reference(NamedTuple):
    """An object of the copy that is or contains a reference."""

    holder: dict[str, Any]
    kind: str
    pointer: str


class WellFormed:
    """A copy of a document without malformed parts.

    Attributes:
        document: The copy.
        faults: The malformed parts.
    """

    def __init__(self, root: Any, version: str) -> None:
        """Copy a document; the version is like "3.1"."""
        self._root = root
        self._kinds = KINDS_OF_3_0 if version == "3.0" else KINDS
        self._places: dict[str, tuple[str, Any]] = {}
        self._references: list[_Reference] = []
        self.faults: list[Fault] = []
        self.document = self._copy(root, "document", "")
        self._remove_what_leads_nowhere()
        self._remove_circles()

    def _copy(self, raw: Any, kind: str, pointer: str) -> Any:
        copy = self._object(raw, kind, pointer)
        self._places[pointer] = (kind, copy)
        return copy

    def _object(self, raw: Any, kind: str, pointer: str) -> Any:
        if kind == SCHEMA and isinstance(raw, bool):
            return raw
        copy: dict[str, Any] = {}
        fault = self._fault(raw, kind)
        if fault:
            self._remove(copy, WHOLE, pointer, fault, raw)
            return copy
        if isinstance(raw.get("$ref"), str) and (kind == SCHEMA or self._kinds[kind].is_referable):
            self._references.append(_Reference(copy, kind, pointer))
            if kind != SCHEMA:
                copy.update({key: value for key, value in raw.items() if key in ("$ref", "summary", "description")})
                return copy
        for key, value in raw.items():
            self._take(copy, self._kinds[kind], kind, str(key), value, pointer)
        return copy

    def _fault(self, raw: Any, kind: str) -> str:
        """Return why a whole object must be removed, "" if it need not."""
        if not isinstance(raw, dict):
            return f"{shown(raw)} is no {kind}"
        if "$ref" in raw and kind != SCHEMA and self._kinds[kind].is_referable:
            others = sorted(raw.keys() - {"$ref", "summary", "description"}) if kind == PATH_ITEM else []
            sibling = next((key for key in others if not key.startswith("x-")), None)
            if sibling is not None:
                return f"`{sibling}` stands next to a reference, where it has no defined meaning"
            return "" if isinstance(raw["$ref"], str) else f"`$ref` is {shown(raw['$ref'])}, and must be a text"
        shapes = self._kinds[kind].shapes
        wrong = (one for one in self._kinds[kind].needed if one not in raw or not shapes[one].fits(raw[one]))
        missing = next(wrong, None)
        if missing is None:
            return ""
        return (
            _misshapen(missing, raw[missing], shapes[missing].expected) if missing in raw else f"`{missing}` is missing"
        )

    def _take(self, copy: dict[str, Any], kind: Kind, name: str, key: str, value: Any, above: str) -> None:
        pointer = f"{above}/{escaped(key)}"
        member = kind.member(key)
        if key in REMOVED:
            self._remove(copy, key, pointer, f"`{key}` is a reserved name", value)
        elif key in kind.not_compared:
            around = self._root if key in DYNAMIC else value
            copy.setdefault(NOT_COMPARED, {})[key] = Removed(canonical(value), self._meaning(around))
        elif name == SCHEMA and key in NAMES_OF_SCHEMAS:
            copy[f"{key} of the document"] = value
        elif member is None:
            shape = kind.shapes.get(key)
            if shape is None or shape.fits(value):
                copy[key] = value
            else:
                self._remove(copy, key, pointer, _misshapen(key, value, shape.expected), value)
        else:
            form, inner = member
            expected = dict if form == BY_NAME else list
            if form == ONE:
                copy[key] = self._copy(value, inner, pointer)
            elif not isinstance(value, expected) or (form == SOME and not value):
                self._remove(copy, key, pointer, _misshapen(key, value, form), value)
            elif isinstance(value, dict):
                copy[key] = {
                    str(one): self._copy(of, inner, f"{pointer}/{escaped(str(one))}") for one, of in value.items()
                }
            else:
                copy[key] = [self._copy(one, inner, f"{pointer}/{index}") for index, one in enumerate(value)]

    def _remove(self, holder: dict[str, Any], key: str, pointer: str, text: str, raw: Any) -> None:
        self.faults.append(Fault(pointer, text))
        holder.setdefault(MALFORMED, {})[key] = Removed(text, self._meaning(raw))

    def _meaning(self, raw: Any) -> str:
        """Return a text that is equal for values with equal meaning, including the targets of their references."""
        texts: dict[str, Any] = {}
        waiting = [raw]
        for one in waiting:
            for reference in _references_in(one):
                if reference not in texts:
                    texts[reference] = None
                    try:
                        texts[reference] = target(self._root, reference)[0]
                    except LookupError:
                        continue
                    waiting.append(texts[reference])
        return sha256(canonical([raw, texts]).encode("utf-8", "surrogatepass")).hexdigest()

    def _remove_what_leads_nowhere(self) -> None:
        for one in self._references:
            try:
                _, place = target(self._root, one.holder["$ref"])
            except LookupError as error:
                self._remove_reference(one, error.args[0])
                continue
            if self._places.get(place, ("", None))[0] != one.kind:
                self._remove_reference(one, f"has a target that is no {one.kind}")

    def _remove_reference(self, one: _Reference, why: str) -> None:
        reference = one.holder.pop("$ref")
        text = f"the reference {reference} {why}"
        if one.kind == SCHEMA:
            self._remove(one.holder, "$ref", f"{one.pointer}/$ref", text, {"$ref": reference})
        else:
            one.holder.clear()
            self._remove(one.holder, WHOLE, one.pointer, text, {"$ref": reference})

    def _remove_circles(self) -> None:
        """Remove the references that form a cycle on the same value."""
        places = {self._place(one) for one in self._references if "$ref" in one.holder}
        ways = {place: list(self._in_place(*self._places[place], place)) for place in places}
        onward = {place: {self._place(one) for one in some} for place, some in ways.items()}
        backward: dict[str, set[str]] = {place: set() for place in places}
        for place, following in onward.items():
            for one in following:
                backward[one].add(place)
        around = _endless(onward, backward) & _endless(backward, onward)
        circles = {one.pointer: one for place in around for one in ways[place] if self._place(one) in around}
        for pointer in sorted(circles):
            self._remove_reference(circles[pointer], "refers to itself")

    def _place(self, one: _Reference) -> str:
        return target(self._root, one.holder["$ref"])[1]

    def _in_place(self, kind: str, node: Any, pointer: str) -> Iterator[_Reference]:
        """Give the references of an object that apply to the same value."""
        if not isinstance(node, dict):
            return
        if "$ref" in node:
            yield _Reference(node, kind, pointer)
        if kind != SCHEMA:
            return
        for keyword in _SINGLE_IN_PLACE:
            yield from self._in_place(kind, node.get(keyword), f"{pointer}/{keyword}")
        for keyword in _LISTED_IN_PLACE:
            for index, one in enumerate(node.get(keyword, ())):
                yield from self._in_place(kind, one, f"{pointer}/{keyword}/{index}")
        for name, one in node.get("dependentSchemas", {}).items():
            yield from self._in_place(kind, one, f"{pointer}/dependentSchemas/{escaped(name)}")


def _endless(onward: dict[str, set[str]], backward: dict[str, set[str]]) -> set[str]:
    """Return the places on a cycle or before one."""
    left = {place: len(following) for place, following in onward.items()}
    ended = [place for place, number in left.items() if not number]
    for place in ended:
        for one in backward[place]:
            left[one] -= 1
            if not left[one]:
                ended.append(one)
    return left.keys() - {*ended}


def _references_in(raw: Any) -> Iterator[str]:
    waiting = [raw]
    for one in waiting:
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            waiting += one.values()
            if isinstance(one.get("$ref"), str):
                yield one["$ref"]


def _misshapen(key: str, value: Any, expected: str) -> str:
    return f"`{key}` is {shown(value)}, and must be {expected}"
