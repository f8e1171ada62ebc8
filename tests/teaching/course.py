"""The course: the lessons in reading order, by chapters, with the minutes that each takes."""

import re
from dataclasses import dataclass

from tests.teaching.lesson import READING_ORDER, Lesson

CHAPTER = re.compile(r"^### (.+)\n((?:(?!#).*\n)*)", re.MULTILINE)
ENTRY = re.compile(r"^\| \[.+\]\(patterns/test_(\w+)\.py\) \| (\d+) \|$", re.MULTILINE)
LENGTH = re.compile(r"\d+ lessons?: \d+ hours?(?: and \d+ minutes?)?")


@dataclass(frozen=True)
class Chapter:
    """A chapter: its title, and its lessons with the minutes of each."""

    title: str
    lessons: list[tuple[Lesson, int]]

    @property
    def minutes(self) -> int:
        """The minutes that the chapter takes."""
        return sum(minutes for _, minutes in self.lessons)


@dataclass(frozen=True)
class Course:
    """The course, with all its chapters."""

    chapters: list[Chapter]

    @classmethod
    def of(cls, document: str) -> "Course":
        """Return the course that a document in Markdown has; raise NoSuchLessonError."""
        chapters = [
            Chapter(title, [(Lesson.named(name), int(minutes)) for name, minutes in ENTRY.findall(rows)])
            for title, rows in CHAPTER.findall(document)
        ]
        return cls([chapter for chapter in chapters if chapter.lessons])

    @classmethod
    def read(cls) -> "Course":
        """Return the course of tests/README.md."""
        return cls.of(READING_ORDER.read_text(encoding="utf-8"))

    @property
    def minutes(self) -> int:
        """The minutes that the course takes."""
        return sum(chapter.minutes for chapter in self.chapters)

    @property
    def length(self) -> str:
        """The number of lessons and the time that they take, such as "3 lessons: 1 hour and 5 minutes"."""
        lessons = sum(len(chapter.lessons) for chapter in self.chapters)
        return f"{_number(lessons, 'lesson')}: {duration(self.minutes)}"

    def written(self, document: str) -> str:
        """Return the document, with the length of this course in place of the old one."""
        return LENGTH.sub(self.length, document)


def duration(minutes: int) -> str:
    """Return a time in words, such as "1 hour and 5 minutes" or "40 minutes"."""
    parts = [_number(count, unit) for count, unit in zip(divmod(minutes, 60), ("hour", "minute"), strict=True) if count]
    return " and ".join(parts)


def _number(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'}"
