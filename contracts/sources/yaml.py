"""Read YAML as OpenAPI requires it: only the values of JSON.

PyYAML reads YAML 1.1, where `on` and `yes` are true, `12:30` is 750, `2026-01-31` a date and `200:` a number for a key.
OpenAPI requires the names and values of JSON: here keys are always strings, and values follow YAML 1.2.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import yaml

_TAG = "tag:yaml.org,2002:"
_SCALARS = {
    "null": "~|null|Null|NULL|",
    "bool": "true|True|TRUE|false|False|FALSE",
    "int": "[-+]?[0-9]+",
    "float": r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?",
    "merge": "<<",
}
_CONSTRUCTORS: dict[str, Callable[[str], Any]] = {
    "str": str,
    "merge": str,
    "null": lambda _: None,
    "bool": lambda text: text.lower() == "true",
    "int": int,
    "float": float,
}


# PyYAML may be built without the C parser, which is several times as fast.
class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """A loader that decides which plain scalars are not strings."""

    yaml_implicit_resolvers = {
        None: [(_TAG + name, re.compile(f"(?:{pattern})$")) for name, pattern in _SCALARS.items()]
    }


def load(text: str) -> Any:
    """Return the document, as JSON values; raises ValueError if it is not YAML, or JSON has no such values."""
    return _Document().value(compose(text))


def compose(text: str) -> yaml.Node | None:
    """Return the text as a tree of nodes, each with its line; raises ValueError if it is not YAML."""
    try:
        return yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise ValueError(f"{error.problem}, in line {error.problem_mark.line + 1}") from None
    except yaml.YAMLError as error:  # a character that YAML does not allow
        raise ValueError(" ".join(str(error).split())) from None


class _Document:
    def __init__(self) -> None:
        self._values: dict[yaml.Node, Any] = {}
        self._open: set[yaml.Node] = set()

    def value(self, node: yaml.Node | None) -> Any:
        """Return the value of a node; all aliases of a node share one value."""
        if node in self._open:
            raise _error("an alias refers to itself", node)
        if node not in self._values:
            self._open.add(node)
            self._values[node] = self._new_value(node)
            self._open.remove(node)
        return self._values[node]

    def _new_value(self, node: yaml.Node | None) -> Any:
        if node is None:
            return None
        tag = node.tag.removeprefix(_TAG)
        if tag == "map":
            return self._mapping(node)
        if tag == "seq":
            return [self.value(item) for item in node.value]
        if tag not in _CONSTRUCTORS:
            raise _error(f"JSON has no value for the tag {node.tag}", node)
        return _CONSTRUCTORS[tag](node.value)

    def _mapping(self, node: yaml.Node) -> dict[str, Any]:
        own: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _error("a key is not a string", key)
            if key.tag == _TAG + "merge":
                for one in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                    merged = {**self._merged(one), **merged}
            elif key.value in own:
                raise _error(f"one mapping contains the key {key.value!r} twice", key)
            else:
                own[key.value] = self.value(value)
        return {**merged, **own}

    def _merged(self, node: yaml.Node) -> dict[str, Any]:
        if not isinstance(node, yaml.MappingNode):
            raise _error("what `<<` names is not a mapping", node)
        mapping: dict[str, Any] = self.value(node)
        return mapping


def _error(problem: str, node: yaml.Node) -> ValueError:
    return ValueError(f"{problem}, in line {node.start_mark.line + 1}")


def members(node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node, int]]:
    """Give the children of a node, each with its key or index, its node, and its line, counted from 1."""
    if isinstance(node, yaml.MappingNode):
        yield from ((key.value, value, key.start_mark.line + 1) for key, value in node.value)
    elif isinstance(node, yaml.SequenceNode):
        yield from ((str(index), item, item.start_mark.line + 1) for index, item in enumerate(node.value))
