"""The reader of each setting's value. A ValueError explains what is wrong with a value, and how to write it."""

from collections import defaultdict
from collections.abc import Callable
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

from .demands import FailOn, Versioning
from .drift import RULES, Verdict
from .invocation import COMMAND
from .judgement import IGNORE

_CHOSEN = [verdict for verdict in Verdict if verdict is not Verdict.IDENTICAL]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"is no text, but {value!r}. Write it in quotes.")
    return value


def _one_of(choices: Any, example: str) -> Callable[[object], Any]:
    kind = type(choices[0]) if isinstance(choices, list) else choices

    def read(value: object) -> StrEnum:
        if value not in list(choices):
            raise ValueError(f"is none of {', '.join(choices)}, but {value!r}. Write, for instance: {example}")
        chosen: StrEnum = kind(value)
        return chosen

    return read


def _texts_by_name(what: str, example: str) -> Callable[[object], dict[str, str]]:
    def read(value: object) -> dict[str, str]:
        if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
            raise ValueError(f"names no {what}, but is {value!r}. Write, for instance: {example}")
        return value

    return read


def _severity(value: object) -> dict[str, str]:
    example = 'response-enum-widened = "compatible"'
    choices = [*_CHOSEN, IGNORE]
    for rule, verdict in _texts_by_name("verdict for each rule", f"{{ {example} }}")(value).items():
        if rule not in RULES:
            similar = get_close_matches(rule, RULES)
            like = f" There is: {', '.join(similar)}." if similar else ""
            raise ValueError(f"names no rule by {rule!r}.{like} All of them: {COMMAND} rules")
        if verdict not in choices:
            raise ValueError(f"gives {rule} {verdict!r}, none of {', '.join(choices)}. Write, for instance: {example}")
    return dict(value)  # type: ignore[call-overload, no-any-return]


def _ignore(value: object) -> dict[str, tuple[str, ...]]:
    example = '{ paths = ["/internal/*"], tags = ["private"] }'
    lists: dict[str, Any] = value if isinstance(value, dict) else {"": value}
    for name, texts in lists.items():
        is_list = isinstance(texts, list) and all(isinstance(one, str) for one in texts)
        if name not in ("paths", "tags") or not is_list:
            raise ValueError(
                f"names no lists of paths or tags, but is {value!r}. Write, for instance: {example}. "
                "A rule is ignored in [tool.contracts.severity]"
            )
    return {name: tuple(texts) for name, texts in lists.items()}


READERS: dict[str, Callable[[object], Any]] = defaultdict(
    lambda: _text,
    environment=_texts_by_name("text for each variable", '{ SHOP_DATABASE_URL = "sqlite://" }'),
    versioning=_one_of(Versioning, 'versioning = "strict"'),
    fail_on=_one_of(FailOn, 'fail_on = "undecided"'),
    dropped_default=_one_of(_CHOSEN, 'dropped_default = "compatible"'),
    closed_response_addition=_one_of(_CHOSEN, 'closed_response_addition = "compatible"'),
    severity=_severity,
    ignore=_ignore,
    storage=_texts_by_name("file for each dialect", '{ postgresql = "tables.sql" }'),
)
