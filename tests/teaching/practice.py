"""The parts of an exercise: the definitions that a learner writes, three hints, and wrong cures."""

import ast
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import dedent, indent
from typing import Any

from tests.teaching.lesson import CURE, DIRECTORY, Lesson
from tests.teaching.runs import DATABASES

PRACTICE = DIRECTORY / "exercises"

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


class MissingDefinitionError(Exception):
    """The learner's file does not define a name that the tests need; the message names it."""


class BrokenPracticeError(Exception):
    """The file of an exercise is not valid; the message names the file, and says what is wrong."""


@dataclass(frozen=True)
class WrongCure:
    """A cure that is wrong: its name says why, and a test of the lesson refuses it on these databases.

    The code replaces the lesson's cure; if the lesson has several, the one inside `object`. The imports are those that
    the code needs and the lesson lacks.
    """

    name: str
    code: str
    refused_by: str
    on: Sequence[str] = DATABASES
    object: str = ""
    imports: str = ""


@dataclass(frozen=True)
class Practice:
    """The exercise of a lesson: three hints, the last of which is nearly the code, and wrong cures."""

    lesson: Lesson
    hints: Sequence[str]
    wrong_cures: Sequence[WrongCure]

    @classmethod
    def of(cls, lesson: Lesson) -> "Practice":
        """Read the exercise of the lesson, `tests/patterns/exercises/NAME.toml`; raise BrokenPracticeError."""
        file = PRACTICE / f"{lesson.name}.toml"
        name = f"tests/patterns/exercises/{file.name}"
        if not file.exists():
            raise BrokenPracticeError(f"{name} is missing. tests/README.md says what belongs in it.")
        try:
            content = tomllib.loads(file.read_text(encoding="utf-8"))
            wrong_cures = [_wrong_cure(lesson, title, entry) for title, entry in content["wrong"].items()]
            return cls(lesson, content["hints"], wrong_cures)
        except (tomllib.TOMLDecodeError, KeyError, ValueError, TypeError) as error:
            raise BrokenPracticeError(f"{name}: {error}. tests/README.md says what belongs in it.") from error


def objects(lesson: Lesson) -> list[str]:
    """Return the names of the functions and classes with a cure, which a learner has to define."""
    return list(_cures_by_object(lesson))


def with_code(lesson: Lesson, cure: WrongCure) -> str:
    """Return the lesson's module with the code of the wrong cure in place of the right one."""
    name = cure.object or objects(lesson)[0]
    [place] = _cures_by_object(lesson)[name]
    code = indent(dedent(cure.code).strip("\n"), place[1]) + "\n"
    source = lesson.source[: place.start()] + code + lesson.source[place.end() :]
    start = source.index(_text(lesson.source, _definitions(lesson.source)[name]).splitlines()[0])
    return f"{source[:start]}{cure.imports}\n{source[start:]}"


def with_definitions(lesson: Lesson, written: str) -> str:
    """Return the lesson's module with a learner's definitions in place of its cures, and nothing else changed.

    Two things are taken from the learner's code: the objects that have a cure in the lesson, and the imports,
    functions, classes and constants that the lesson lacks. Raises MissingDefinitionError and SyntaxError.
    """
    own = _definitions(lesson.source)
    needed = objects(lesson)
    names = {name for node in ast.parse(lesson.source).body for name in _bound(node)}
    pieces: dict[str, str] = {}
    additions = ""
    for node in ast.parse(written).body:
        if isinstance(node, Definition) and node.name in needed:
            pieces[node.name] = additions + _text(written, node)
            additions = ""
        elif not all(name in names or name.startswith("test_") for name in _bound(node)):
            additions += _text(written, node)
    if missing := [name for name in needed if name not in pieces]:
        raise MissingDefinitionError(f"it does not define `{'` and `'.join(missing)}`")
    pieces[needed[-1]] += additions

    source = lesson.source
    for name in reversed(needed):
        source = source.replace(_text(lesson.source, own[name]), pieces[name])
    return source


def _wrong_cure(lesson: Lesson, name: str, entry: dict[str, Any]) -> WrongCure:
    """Return the entry as a wrong cure; raise TypeError or ValueError if it is not valid."""
    try:
        cure = WrongCure(name, **entry)
    except TypeError as error:
        raise TypeError(f"[wrong.{name!r}] {error}") from error
    if cure.refused_by not in lesson.tests or not cure.refused_by.startswith("test_cure_"):
        raise ValueError(f"[wrong.{name!r}] {cure.refused_by!r} is not a test of the lesson's cure")
    if not cure.on or not set(cure.on) <= set(DATABASES):
        raise ValueError(f"[wrong.{name!r}] `on` may only name {' and '.join(DATABASES)}")
    if (cure.object or len(objects(lesson)) > 1) and cure.object not in objects(lesson):
        raise ValueError(f"[wrong.{name!r}] `object` must be one of {', '.join(objects(lesson))}")
    return cure


def _cures_by_object(lesson: Lesson) -> dict[str, list[Any]]:
    """Return the matches of CURE by the name of the function or class around them, in the order of the module."""
    found: dict[str, list[Any]] = {}
    definitions = _definitions(lesson.source)
    for match in CURE.finditer(lesson.source):
        line = lesson.source.count("\n", 0, match.start()) + 1
        inside = (name for name, node in definitions.items() if node.lineno < line <= (node.end_lineno or 0))
        found.setdefault(next(inside), []).append(match)
    return found


def _definitions(source: str) -> dict[str, Definition]:
    return {node.name: node for node in ast.parse(source).body if isinstance(node, Definition)}


def _bound(node: ast.stmt) -> list[str]:
    """Return the names that a statement of a module defines or imports."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return [node.name]
        case ast.Import() | ast.ImportFrom():
            return [alias.asname or alias.name.partition(".")[0] for alias in node.names]
        case ast.Assign():
            return [target.id for target in node.targets if isinstance(target, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
    return []


def _text(source: str, node: ast.stmt) -> str:
    """Return the lines of a statement, with its decorators."""
    decorators = node.decorator_list if isinstance(node, Definition) else []
    start = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    return "".join(source.splitlines(keepends=True)[start - 1 : node.end_lineno]).rstrip("\n") + "\n"
