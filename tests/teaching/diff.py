"""The naive code and the cure of a lesson, compared line by line."""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile

from tests.teaching.lesson import CURE, Lesson

MARK = re.compile(r"^ *# (?:cure: |end of cure$)")

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True)
class Change:
    """The cures in one function or class: what each does, and the lines, each with "-", "+" or " "."""

    cures: list[str]
    lines: list[tuple[str, str]]


def changes(lesson: Lesson) -> list[Change]:
    """Return the changes that the cures make, in the order of the module.

    A function or class is compared with its naive half, such as `list_naively` for `list_posts`, or `NaiveItem` for
    `Item`; if it has none, with itself without the cure.
    """
    source = lesson.source.splitlines()
    definitions = {node.name: node for node in lesson.tree.body if isinstance(node, Definition)}
    found = []
    for node in definitions.values():
        cured = _lines(node, source)
        cures = [what for _, what, _ in CURE.findall("\n".join(cured) + "\n")]
        if cures:
            naive = _naive_half(node, definitions)
            before = _lines(definitions[naive], source) if naive else list(_without_cure(cured))
            after = "\n".join(line for line in cured if not MARK.match(line)).rstrip().split("\n")
            found.append(Change(cures, _compared(before, after)))
    return found


def _naive_half(node: Definition, names: Iterable[str]) -> str | None:
    """Return the name of the naive half; the longest one, if there are several."""
    if isinstance(node, ast.ClassDef):
        halves = [name for name in names if name in ("Naive", f"Naive{node.name}")]
    else:
        halves = [
            name for name in names if name.endswith("_naively") and f"{node.name}_".startswith(name[: -len("naively")])
        ]
    return max(halves, key=len, default=None)


def _lines(node: Definition, source: Sequence[str]) -> list[str]:
    first = min((one.lineno for one in node.decorator_list), default=node.lineno)
    # A comment at the end of a body is not part of the syntax tree.
    end = node.end_lineno or node.lineno
    comments = takewhile(lambda line: not line or line.startswith(" "), source[end:])
    return "\n".join([*source[first - 1 : end], *comments]).rstrip().split("\n")


def _without_cure(lines: Sequence[str]) -> Iterator[str]:
    in_cure = False
    for line in lines:
        if MARK.match(line):
            in_cure = not in_cure
        elif not in_cure:
            yield line


def _compared(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, str]]:
    lines = []
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            lines += [(" ", line) for line in before[i:j]]
        else:
            lines += [("-", line) for line in before[i:j]] + [("+", line) for line in after[k:m]]
    return lines
