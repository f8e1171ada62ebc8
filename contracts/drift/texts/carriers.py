"""The carriers of texts, such as a query or a header, and how they serialize values."""

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from ..json_values import MISSING

Pairs = tuple[tuple[str, str], ...]  # names with their texts, in the order in which they are sent

_DELIMITERS = {"form": ",", "simple": ",", "spaceDelimited": " ", "pipeDelimited": "|"}
_HEADER = re.compile(r"[!-~](?:[ -~]*[!-~])?")
_COOKIE = re.compile(r"[!#-+\--:<-\[\]-~]+")


@dataclass(frozen=True)
class Carrier:
    """A parameter, a header, a form or a plain text, into which values are serialized.

    Attributes:
        where: `query`, `path`, `header`, `cookie`, `form` or `text`.
        name: The name of the parameter or header; empty for a body.
        style: The OpenAPI style of arrays and objects.
        explode: Whether each item, or each property, has its own text.
        path: The path with its variables in braces, for a path parameter.
        variable: The name of the parameter in the path; empty if it has none.
        encoded: The fields of a form that its `encoding` serializes differently.
        files: Whether a field may be a file.
    """

    where: str
    name: str = ""
    style: str = "form"
    explode: bool = True
    path: str = ""
    variable: str = ""
    encoded: frozenset[str] = frozenset()
    files: bool = False

    @property
    def repeats(self) -> bool:
        """Whether an array has several texts with one name."""
        return self.where == "header" or (self.explode and self.style in ("form", "spaceDelimited", "pipeDelimited"))

    @property
    def spreads(self) -> bool:
        """Whether an object has texts with several names."""
        return self.where == "form" or (
            self.where in ("query", "cookie")
            and (self.style == "deepObject" or (self.style == "form" and self.explode))
        )

    @property
    def delimiter(self) -> str:
        """The delimiter of the items of an array in one text; empty if it is not known."""
        return "" if self.where in ("form", "text") else _DELIMITERS.get(self.style, "")

    def written(self, value: Any) -> Any:
        """Return the names and texts of a value, MISSING if there are none or its serialization is not known."""
        if isinstance(value, dict):
            return self._spread(value) if self.spreads else self._joined(value)
        if self.where == "form" or self.style in ("deepObject", "label", "matrix"):
            return MISSING
        texts = _texts(value)
        if self.where == "text" and isinstance(value, list):
            return MISSING
        if isinstance(value, list) and (not self.repeats or self.where == "header"):
            if not texts or not self.delimiter or any(self.delimiter in one for one in texts):
                return MISSING
            texts = texts if self.repeats else [self.delimiter.join(texts)]
        return tuple((self.name, one) for one in texts) or MISSING

    def _joined(self, value: dict[str, Any]) -> Any:
        """Return an object as one text: names and texts alternate, or have an equals sign between them."""
        texts = [scalar_text(one) for one in value.values()]
        if MISSING in texts or not value or not self.delimiter:
            return MISSING
        if any(self.delimiter in one or "=" in one for one in (*value, *texts)):
            return MISSING
        pairs = zip(value, texts, strict=True)
        parts = (
            [f"{name}={text}" for name, text in pairs] if self.explode else [part for pair in pairs for part in pair]
        )
        return ((self.name, self.delimiter.join(parts)),)

    def _spread(self, value: dict[str, Any]) -> Any:
        if (not value and self.where != "form") or not self.encoded.isdisjoint(value):
            return MISSING
        pairs: list[tuple[str, str]] = []
        for key, one in value.items():
            texts = _texts(one)
            if not texts:
                return MISSING
            pairs += ((self.key(key), text) for text in texts)
        return tuple(pairs)

    def key(self, name: str) -> str:
        """Return the serialized name of a property."""
        return f"{self.name}[{name}]" if self.style == "deepObject" else name

    def certain(self, pairs: Pairs) -> bool:
        """Return whether all servers receive texts unchanged."""
        return all(self._arrives(text) for _, text in pairs)

    def _arrives(self, text: str) -> bool:
        if any("\ud800" <= character <= "\udfff" for character in text):
            return False
        if self.where == "path":
            return text not in ("", ".", "..") and "/" not in text
        if self.where == "header":
            return _HEADER.fullmatch(text) is not None
        if self.where == "cookie":
            return _COOKIE.fullmatch(text) is not None
        return self.where != "form" or text != ""  # some servers treat an empty field as a missing one

    def shown(self, pairs: Pairs) -> str:
        """Return the text that a client sends: a part of the URL, lines of headers, a form, or the text itself."""
        if self.where == "path":
            text = quote(pairs[0][1], safe=self.delimiter)
            return self.path.replace("{" + self.variable + "}", text, 1) if self.variable else text
        if self.where == "header":
            return "\n".join(f"{name}: {text}" for name, text in pairs)
        if self.where == "cookie":
            return "Cookie: " + "; ".join(f"{name}={text}" for name, text in pairs)
        if self.where == "text":
            return pairs[0][1]
        safe = "" if self.repeats else ","
        return "&".join(f"{quote(name, safe='[]')}={quote(text, safe=safe)}" for name, text in pairs)


def json_text(value: Any) -> str:
    """Return a value as JSON, without white space."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def scalar_text(value: Any) -> Any:
    """Return the text of a string, number or boolean, MISSING for other values."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and not value.is_integer():
        return format(Decimal(repr(value)), "f")
    return str(int(value)) if isinstance(value, (int, float)) else MISSING


def _texts(value: Any) -> list[str]:
    """Return the texts of a value, or of the items of an array; empty if one of them has no text."""
    texts = [scalar_text(one) for one in value] if isinstance(value, list) else [scalar_text(value)]
    return [] if MISSING in texts else texts
