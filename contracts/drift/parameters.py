"""Compare the parameters in paths, queries, headers and cookies."""

import re
from collections.abc import Iterator
from typing import Any

from . import lifecycle
from .changes import Place
from .content import content
from .removal import WHOLE
from .report import Change, Verdict
from .schemas.branches import TooManyBranches, branches
from .schemas.keywords import MALFORMED
from .sides import Comparison, Pair, Side, described
from .texts.carriers import Carrier
from .texts.serializations import JsonText, Text
from .wellformed import well_formed

Key = tuple[str, str]

DEFAULT_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
# OpenAPI ignores parameters for these headers: media types and security schemes describe them.
IGNORED = {("header", "accept"), ("header", "content-type"), ("header", "authorization")}


def parameters(
    comparison: Comparison, operation: str, item: Pair, pair: Pair, paths: tuple[str, str]
) -> Iterator[Change]:
    """Give the changes of the parameters of an operation, including those of its path item."""
    old = _of(comparison.old["request"], item.old, item.old_pointer, pair.old, pair.old_pointer, paths[0])
    new = _of(comparison.new["request"], item.new, item.new_pointer, pair.new, pair.new_pointer, paths[1])
    # A parameter without a name may be any parameter of the other side.
    is_vague = any(in_ == MALFORMED for in_, _ in old.keys() ^ new.keys())
    for key in sorted(old.keys() | new.keys()):
        (before, old_pointer), (after, new_pointer) = old.get(key, ({}, "")), new.get(key, ({}, ""))
        place = _place(operation, after or before)
        changes, both = well_formed(place, Pair(before, after, old_pointer, new_pointer))
        yield from changes
        if both is None or (is_vague and not (before and after)):
            continue
        if key in old and key in new:
            yield from _changed(comparison, place, both, key, paths[0])
            continue
        is_new = key in new
        parameter, pointer = new[key] if is_new else old[key]
        if key[0] == "path":
            yield _without_variable(operation, parameter, pointer, is_new=is_new)
        elif is_new:
            yield _added(operation, parameter, pointer)
        else:
            yield _removed(comparison, operation, parameter, pointer)


def _of(
    side: Side, item: Any, item_pointer: str, operation: Any, pointer: str, path: str
) -> dict[Key, tuple[Any, str]]:
    """Return parameters with their pointers; path parameters are keyed by position, since their name is not sent."""
    variables = _variables(path)
    found = {}
    for holder, where in ((item, item_pointer), (operation, pointer)):
        for index, raw in enumerate(holder.get("parameters", ())):
            parameter, place = side.follow(raw, f"{where}/parameters/{index}")
            name, in_ = parameter.get("name", ""), parameter.get("in", "")
            known = name.lower() if in_ == "header" else name
            if in_ == "path":
                known = str(variables.index(name)) if name in variables else f"no {name}"
            if WHOLE in parameter.get(MALFORMED, ()):
                in_, known = MALFORMED, parameter[MALFORMED][WHOLE].meaning
            if (in_, known) not in IGNORED:
                found[in_, known] = (parameter, place)
    if any(in_ == MALFORMED for in_, _ in found):
        return found  # a parameter without a name may be any variable of the path
    undeclared = [one for one in (("path", str(i)) for i in range(len(variables))) if one not in found]
    misnamed = [key for key in found if key[0] == "path" and not key[1].isdecimal()]
    if len(undeclared) == len(misnamed):
        # The document is not valid, but its meaning is clear: the names are wrong.
        found.update({key: found.pop(other) for key, other in zip(undeclared, misnamed, strict=True)})
    else:
        named = ((key, variables[int(key[1])]) for key in undeclared)
        found.update({key: ({"name": name, "in": "path"}, pointer) for key, name in named})
    return found


def _variables(path: str) -> list[str]:
    return re.findall(r"\{([^{}]*)\}", path)


def _place(operation: str, parameter: Any) -> Place:
    name = f"the {parameter['in']} parameter `{parameter['name']}`" if "name" in parameter else "a parameter"
    return Place(operation, "request", name)


def _required(parameter: Any) -> bool:
    return parameter.get("required") is True or parameter.get("in") == "path"


def _removed(comparison: Comparison, operation: str, parameter: Any, pointer: str) -> Change:
    place = _place(operation, parameter)
    sunset = lifecycle.sunset_of(parameter)
    if sunset is not None and sunset > comparison.today:
        text = f"{place.name} is gone, but was promised until {sunset}."
        return place.change("parameter-removed", Verdict.BREAKING, pointer, _sentence(text))
    # Like an undeclared property, it counts as absent: a client that still sends it is not refused.
    return place.change("parameter-removed", Verdict.COMPATIBLE, pointer, _sentence(f"{place.name} is gone."))


def _added(operation: str, parameter: Any, pointer: str) -> Change:
    place = _place(operation, parameter)
    if _required(parameter):
        text = f"{place.name} is new, and required."
        return place.change("required-parameter-added", Verdict.BREAKING, pointer, _sentence(text))
    return place.change("parameter-added", Verdict.COMPATIBLE, pointer, _sentence(f"{place.name} is new."))


def _without_variable(operation: str, parameter: Any, pointer: str, *, is_new: bool) -> Change:
    place = _place(operation, parameter)
    text = f"{place.name} is {'declared now' if is_new else 'no longer declared'}: the path has no such variable."
    return place.change("described", Verdict.DOCUMENTATION, pointer, _sentence(text))


def _changed(comparison: Comparison, place: Place, pair: Pair, key: Key, path: str) -> Iterator[Change]:
    was, is_ = _required(pair.old), _required(pair.new)
    if was != is_:
        rule, verdict = ("became-required", Verdict.BREAKING) if is_ else ("became-optional", Verdict.COMPATIBLE)
        text = f"{place.name} is {'now' if is_ else 'no longer'} required."
        yield place.change(f"parameter-{rule}", verdict, f"{pair.new_pointer}/required", _sentence(text))
    for rule, verdict, text in lifecycle.deprecation(pair.old, pair.new):
        yield place.change(rule, verdict, pair.new_pointer, _sentence(f"{place.name}: {text}."))
    old, new = style_of(pair.old), style_of(pair.new)
    if old != new and not (
        _scalar(comparison.old["request"], pair.old) and _scalar(comparison.new["request"], pair.new)
    ):
        text = f"{place.name} is serialized differently: it was {old[0]}, it is {new[0]}."
        yield place.change("parameter-style-changed", Verdict.BREAKING, pair.new_pointer, _sentence(text))
    variable = _variables(path)[int(key[1])] if key[0] == "path" and key[1].isdecimal() else ""
    carrier = Carrier(key[0], str(pair.old.get("name")), *new[:2], path=path, variable=variable)
    was_declared, is_declared = ("schema" in one or "content" in one for one in (pair.old, pair.new))
    if was_declared != is_declared:
        text = f"{place.name} is {'declared now' if is_declared else 'no longer declared'}."
        yield place.change("described", Verdict.DOCUMENTATION, pair.new_pointer, _sentence(text))
    if "content" in pair.old or "content" in pair.new:
        yield from content(comparison, place, pair, JsonText(carrier))
    else:
        yield from comparison.schema(place, pair, Text(carrier))
    said = described(place, pair, ("description", "example", "examples", "x-"))
    yield from (one for one in said if not one.pointer.endswith(lifecycle.SUNSET))
    if key[0] == "path" and pair.old.get("name") != pair.new.get("name"):
        text = (
            f"The path parameter `{pair.old.get('name')}` is now called `{pair.new.get('name')}`: the path is the same."
        )
        yield place.change("described", Verdict.DOCUMENTATION, f"{pair.new_pointer}/name", text)


def style_of(parameter: Any) -> tuple[str, bool, bool, bool]:
    """Return how a parameter is serialized: style, explode, allowReserved and allowEmptyValue."""
    style = parameter.get("style", DEFAULT_STYLES.get(parameter.get("in"), ""))
    explode = parameter.get("explode", style == "form") is True
    return style, explode, parameter.get("allowReserved") is True, parameter.get("allowEmptyValue") is True


def _scalar(side: Side, parameter: Any) -> bool:
    """Return whether a parameter is neither an array nor an object, so that its style makes no difference."""
    try:
        return all(one.type not in ("array", "object") for one in branches(side.schema(parameter, "")))
    except TooManyBranches:
        return False


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]
