"""A lesson, read from its module: the parts of its docstring, its cures, and the exercise without them."""

import ast
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

DIRECTORY = Path(__file__).parents[1] / "patterns"
READING_ORDER = DIRECTORY.parent / "README.md"
SAYS = re.compile(r"(Prevents|On SQLite|On PostgreSQL|When not|Alternatives): (.+)")
SOURCE = re.compile(r"- (.+), (https://\S+)")
CURE = re.compile(r"^( +)# cure: (.+)\n((?:.*\n)+?) +# end of cure\n", re.MULTILINE)


class NoSuchLessonError(Exception):
    """There is no lesson of that name; the message names those that exist."""


@dataclass(frozen=True)
class Lesson:
    """One module of the folder, `test_NAME.py`, read as text."""

    name: str
    source: str

    @classmethod
    def named(cls, name: str) -> "Lesson":
        """Return the lesson of the name; raise NoSuchLessonError."""
        lessons = {lesson.name: lesson for lesson in all_lessons()}
        if name not in lessons:
            raise NoSuchLessonError(f"There is no lesson {name!r}. There are {', '.join(lessons)}.")
        return lessons[name]

    @property
    def module(self) -> str:
        """The path of the module in the project."""
        return f"tests/patterns/test_{self.name}.py"

    @cached_property
    def tree(self) -> ast.Module:
        """The module, parsed."""
        return ast.parse(self.source)

    @cached_property
    def docstring(self) -> list[str]:
        """The lines of the module's docstring that are not blank."""
        return [line for line in (ast.get_docstring(self.tree) or "").splitlines() if line]

    @property
    def pattern(self) -> str:
        """The name of the pattern, with which the docstring begins."""
        return self.docstring[0].partition(":")[0]

    @property
    def summary(self) -> str:
        """What the pattern does."""
        return self.docstring[0].partition(": ")[2]

    @property
    def says(self) -> dict[str, str]:
        """The further lines of the docstring by their labels, such as "Prevents"."""
        return {match[1]: match[2] for match in map(SAYS.fullmatch, self.docstring) if match}

    @property
    def sources(self) -> list[tuple[str, str]]:
        """The title and the address of each page that backs the docstring."""
        return [(match[1], match[2]) for match in map(SOURCE.fullmatch, self.docstring) if match]

    @property
    def cures(self) -> list[str]:
        """What each cure does, as its mark says it."""
        return [what for _, what, _ in CURE.findall(self.source)]

    @property
    def tests(self) -> list[str]:
        """The names of the tests."""
        return re.findall(r"^def (test_\w+)", self.source, re.MULTILINE)

    def without_cure(self) -> str:
        """Return the module with an instruction in place of each cure: its tests are red until a learner writes it."""
        kinds = ast.FunctionDef | ast.AsyncFunctionDef
        functions = [node for node in ast.walk(self.tree) if isinstance(node, kinds)]

        def hole(match: re.Match[str]) -> str:
            indentation, what, _ = match.groups()
            line = self.source.count("\n", 0, match.start()) + 1
            in_function = any(node.lineno < line <= (node.end_lineno or 0) for node in functions)
            rest = f"raise NotImplementedError({what!r})" if in_function else "..."
            return f"{indentation}# Your cure: {what}.\n{indentation}{rest}\n"

        return CURE.sub(hole, self.source)


def all_lessons() -> list[Lesson]:
    """Return the lessons of the folder, in the reading order."""
    order = READING_ORDER.read_text(encoding="utf-8")
    lessons = [
        Lesson(file.stem.removeprefix("test_"), file.read_text(encoding="utf-8"))
        for file in sorted(DIRECTORY.glob("test_*.py"))
    ]
    return sorted(lessons, key=lambda lesson: order.find(f"({lesson.module.removeprefix('tests/')})"))
