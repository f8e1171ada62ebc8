"""A contract written in SQL: sections of statements, each below a line `-- NAME`."""

import difflib
import re
from collections.abc import Mapping, Sequence

Sections = Mapping[str, str]


def parse(text: str) -> dict[str, str]:
    """Return the sections of a committed file by their names; the text above the first one is left out."""
    _, *parts = re.split(r"^-- (.+)\n", text, flags=re.MULTILINE)
    return {name: body.strip() for name, body in zip(parts[::2], parts[1::2], strict=True)}


def render(title: str, sections: Sections) -> str:
    """Return the file to commit."""
    return "\n".join([f"/* {title} */\n", *(f"-- {name}\n\n{body}\n" for name, body in sections.items())])


def section(statements: Sequence[str]) -> str:
    """Return a section's body: the statements, each with its semicolon, without trailing whitespace."""
    return "\n".join(
        "\n".join(line.rstrip().expandtabs(4) for line in statement.strip().splitlines()) + ";"
        for statement in statements
    )


def differing(committed: Sections, actual: Sections) -> list[str]:
    """Return the names of the sections that differ."""
    return sorted(name for name in {*committed, *actual} if committed.get(name) != actual.get(name))


def difference(committed: str, actual: str) -> str:
    """Return the diff of two bodies of a section: `-` marks a line that is only committed, `+` a new one."""
    whole = max(len(committed), len(actual))
    lines = difflib.unified_diff(committed.splitlines(), actual.splitlines(), n=whole, lineterm="")
    return "\n".join(line.rstrip() for line in list(lines)[3:])
