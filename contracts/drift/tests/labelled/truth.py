"""Derive the label of a pair: from a value or text that shows a break, or from a search that finds none."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from contracts.drift.tests.labelled.changes import NOTHING
from contracts.drift.tests.labelled.judging import accepted_texts, accepts, accepts_text, at, validator
from contracts.drift.tests.labelled.samples import NUMBERS, TEXTS, sent

REASONS = {
    "safe": "No value was found that breaks a client.",
    "identical": "Both are the same.",
    "doubtful": "The value is read as another member now, which does not declare what is in it.",
}


class WrongTruthError(AssertionError):
    """A label contradicts what the documents accept."""


class Shown(NamedTuple):
    """Values that only one of two documents accepts; NOTHING if there is none."""

    lost: Any = NOTHING
    gained: Any = NOTHING


class Sides(NamedTuple):
    """Two documents, and a pointer to the compared part in both."""

    old: Any
    new: Any
    pointer: str

    def by(self, way: str) -> tuple[Any, Any]:
        """Return the document of the sending side, and that of the accepting side."""
        return (self.new, self.old) if way == "response" else (self.old, self.new)


def of_values(sides: Sides, way: str, shown: Shown, *, doubtful: bool = False) -> tuple[str, dict[str, Any], list[Any]]:
    """Return the label, its proof, and values to try with an application; raises WrongTruthError."""
    sender, taker = sides.by(way)
    harm = shown.gained if way == "response" else shown.lost
    if harm is NOTHING:
        values = sent(sender, at(sender, sides.pointer))
        judge = validator(taker, at(taker, sides.pointer))
        refused = [value for value in values if not judge.is_valid(value)]
        if refused or not values:
            raise WrongTruthError(f"{refused[:3]} of {len(values)} values are refused.")
        return _harmless(sides, values)
    if doubtful:
        sender, taker = _closed(sender), _closed(taker)
    if not accepts(sender, at(sender, sides.pointer), harm) or accepts(taker, at(taker, sides.pointer), harm):
        raise WrongTruthError(f"{harm!r} does not show a break.")
    proof = {"witness": {"value": harm}, "at": sides.pointer}
    return ("doubtful", {**proof, "reason": REASONS["doubtful"]}, [harm]) if doubtful else ("breaking", proof, [harm])


def of_texts(sides: Sides, shown: Shown, name: str = "thing") -> tuple[str, dict[str, Any], list[Any]]:
    """Return the same for a parameter or a form, with texts."""
    harm = shown.lost
    if harm is NOTHING:
        pool = _texts(at(sides.old, sides.pointer), name)
        texts = list(accepted_texts(sides.old, sides.pointer, pool))
        taken = set(accepted_texts(sides.new, sides.pointer, texts))
        refused = [text for text in texts if text not in taken]
        if refused or not texts:
            raise WrongTruthError(f"{refused[:3]} of {len(texts)} texts are refused.")
        return _harmless(sides, texts)
    if not accepts_text(sides.old, sides.pointer, harm) or accepts_text(sides.new, sides.pointer, harm):
        raise WrongTruthError(f"{harm!r} does not show a break.")
    return "breaking", {"witness": {"text": harm}, "at": sides.pointer}, [harm]


def _harmless(sides: Sides, tried: list[Any]) -> tuple[str, dict[str, Any], list[Any]]:
    label = "identical" if sides.old == sides.new else "safe"
    return label, {"reason": REASONS[label], "searched": len(tried)}, tried


def _closed(node: Any) -> Any:
    """Return a document in which all objects are closed."""
    if isinstance(node, list):
        return [_closed(item) for item in node]
    if not isinstance(node, dict):
        return node
    copy = {key: _closed(value) for key, value in node.items()}
    return {"additionalProperties": False, **copy} if node.get("type") == "object" and "properties" in node else copy


def _texts(holder: Any, name: str) -> list[str]:
    plain = [*TEXTS, *map(str, NUMBERS)]
    if holder.get("in", "query") not in ("query", "form"):
        return [text for text in plain if text]
    several = [[one, other] for one in plain[:5] for other in plain[:5]] + [[one] * 4 for one in plain]
    queries = [
        urlencode([(name, one)])
        for one in [*plain, *("|".join(some) for some in several), *(",".join(some) for some in several)]
    ]
    queries += [urlencode([(name, one) for one in some]) for some in several]
    return queries + [urlencode([(f"{name}[{key}]", one)]) for key in "ab" for one in plain]
