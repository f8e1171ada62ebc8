"""Find schemas that are written differently, even if they accept the same: other keywords or other model names."""

from collections.abc import Iterator

from ..document import target
from ..json_values import MISSING
from .counterparts import paired, unordered
from .keywords import ANNOTATIONS, REMOVED, SINGLE
from .nodes import Node, Part
from .walking import Note, Step, Walk

MODEL = "$ref"
WRAPPED = "allOf"
WHOLE, OTHERWISE = "the schema", "the keywords"
COMBINED = (WRAPPED, "anyOf", "oneOf")
_NAMED = ("properties", "patternProperties", "dependentSchemas")
# Keywords that apply to more than their own place.
STRUCTURE = frozenset(
    {MODEL, WHOLE, OTHERWISE, *COMBINED, *SINGLE, "prefixItems", "patternProperties", "dependentSchemas"}
)
# Keywords that are reported separately.
_SEPARATE = frozenset({*ANNOTATIONS, *_NAMED, "required", "discriminator"})
_STEPS = {"items": ("[]",), "additionalProperties": ("*",), "patternProperties": ("*",)}


class Rewritings(Walk):
    """Compares the texts of schemas, with references resolved and without regard to orders that have no meaning.

    The keyword of a note is `$ref` for another model, `property` for one that only one side declares, `the schema` for
    true or false in place of an object, and `the keywords` for other keywords. A note on alternatives has those that
    the other side does not have; a note on an allOf with one part has whether it is there.
    """

    def _look(self, old: Node, new: Node) -> Iterator[Note | Step]:
        for found in _compared(old, new):
            yield found._replace(pair=(old, new)) if isinstance(found, Note) else found


def _compared(old: Node, new: Node) -> Iterator[Note | Step]:
    one, other = old.parts[0], new.parts[0]
    if not isinstance(one.raw, dict) or not isinstance(other.raw, dict):
        if unordered(one.raw) != unordered(other.raw):
            yield Note(WHOLE, other.pointer, (), one.raw, other.raw)
        return
    wrapped = [len(side.raw.get(WRAPPED, ())) == 1 for side in (one, other)]
    if wrapped[0] is not wrapped[1] and WRAPPED not in (other if wrapped[0] else one).raw:
        yield Note(WRAPPED, f"{(one if wrapped[0] else other).pointer}/{WRAPPED}", (), wrapped[0], wrapped[1])
        return
    was, is_ = (side.raw.get(MODEL, MISSING) for side in (one, other))
    if was != is_:
        yield Note(MODEL, f"{(one if is_ is MISSING else other).pointer}/$ref", (), was, is_)
    if MISSING not in (was, is_):
        yield Step((), *(node.node(Part(*target(node.root, node.parts[0].raw["$ref"]))) for node in (old, new)))
    elif was is not is_:
        return  # only one side has a model here: its keywords were written here before
    keywords = sorted((one.raw.keys() | other.raw.keys()) - {MODEL, *REMOVED})
    gone, added = (
        [key for key in keywords if key not in side.raw and key not in _SEPARATE and not key.startswith("x-")]
        for side in (other, one)
    )
    if gone and added:
        # Some keywords replace others.
        yield Note(
            OTHERWISE,
            other.pointer,
            (),
            {key: one.raw[key] for key in gone},
            {key: other.raw[key] for key in added},
        )
        keywords = [key for key in keywords if key not in (*gone, *added)]
    for keyword in keywords:
        yield from _keyword(keyword, old, new)


def _keyword(keyword: str, old: Node, new: Node) -> Iterator[Note | Step]:
    one, other = old.parts[0], new.parts[0]
    was, is_ = (side.raw.get(keyword, MISSING) for side in (one, other))
    pointer = f"{(one if is_ is MISSING else other).pointer}/{keyword}"
    if keyword in _NAMED:
        yield from _named(keyword, old, new)
    elif keyword == "required" and (names := {*one.raw.get(keyword, ())} ^ {*other.raw.get(keyword, ())}):
        is_new = {*other.raw.get(keyword, ())}
        yield from (Note(keyword, pointer, (name,), name not in is_new, name in is_new) for name in sorted(names))
    elif MISSING in (was, is_):
        yield Note(keyword, pointer, (), was, is_)
    elif keyword in SINGLE:
        yield Step(_STEPS.get(keyword, ()), old.node(one.at(keyword)), new.node(other.at(keyword)))
    elif keyword == "prefixItems":
        before, after = _listed(old, keyword), _listed(new, keyword)
        yield from (Step((f"[{i}]",), *pair) for i, pair in enumerate(zip(before, after, strict=False)))
        if len(was) != len(is_):
            yield Note(keyword, pointer, (), was[len(is_) :], is_[len(was) :])
    elif keyword in COMBINED:
        pairing = paired(_listed(old, keyword), _listed(new, keyword))
        yield from (Step((), *pair) for pair in pairing.alike)
        if pairing.old or pairing.new:
            gone, added = ([node.parts[0].raw for node in some] for some in (pairing.old, pairing.new))
            yield Note(keyword, pointer, (), gone, added)
    elif unordered({keyword: was}) != unordered({keyword: is_}):
        yield Note(keyword, pointer, (), was, is_)


def _named(keyword: str, old: Node, new: Node) -> Iterator[Note | Step]:
    one, other = old.parts[0], new.parts[0]
    was, is_ = (side.raw.get(keyword, {}) for side in (one, other))
    for name in sorted(was.keys() | is_.keys()):
        step = (name,) if keyword == "properties" else _STEPS.get(keyword, ())
        if name in was and name in is_:
            yield Step(step, old.node(one.at(keyword, name)), new.node(other.at(keyword, name)))
        else:
            holder = other if name in is_ else one
            yield Note("property", holder.at(keyword, name).pointer, step, name in was, name in is_)


def _listed(node: Node, keyword: str) -> list[Node]:
    part = node.parts[0]
    return [node.node(part.at(keyword, str(index))) for index in range(len(part.raw[keyword]))]
