"""The checklists: each is a section of blog/README.md, and a patch in this folder that makes its edits."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.patches import Patch

DIRECTORY = Path(__file__).parent
README = DIRECTORY.parents[1] / "blog/README.md"


@dataclass(frozen=True)
class Checklist:
    """How to make one change: its title, and the files that a person edits, in this order."""

    title: str
    files: Sequence[str]

    @property
    def name(self) -> str:
        """The title as the name of a file, such as "add_a_field"."""
        return re.sub(r"\W+", "_", self.title.lower())

    @property
    def patch(self) -> Patch:
        """The edits, made for the example in the checklist."""
        return Patch.read(DIRECTORY / f"{self.name}.patch")


def checklists(document: str) -> list[Checklist]:
    """Return the checklists of a document: of each section below "Make it yours", the files of its numbered list."""
    _, _, chapter = document.partition("\n## Make it yours\n")
    sections = re.findall(r"^### (.+)\n((?:(?!##).*\n?)*)", chapter.partition("\n## ")[0], re.MULTILINE)
    return [Checklist(title, re.findall(r"^\d+\. `([^`]+)`", text, re.MULTILINE)) for title, text in sections]
