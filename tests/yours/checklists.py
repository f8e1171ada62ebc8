"""The checklists: each is a section of blog/README.md, with commands, and edits that a patch in this folder makes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.patches import Patch
from tests.processes import run_captured

DIRECTORY = Path(__file__).parent
README = DIRECTORY.parents[1] / "blog/README.md"


@dataclass(frozen=True)
class Step:
    """A step of a checklist.

    Attributes:
        title: The title of its section.
        commands: The commands for bash, "" if there are none.
        files: The files that a person edits after the commands, in this order.
    """

    title: str
    commands: str
    files: Sequence[str]

    @property
    def name(self) -> str:
        """The title as the name of a file, such as "add_a_field"."""
        return _name(self.title)

    @property
    def patch(self) -> Patch:
        """The edits, made for the example in the checklist."""
        return Patch.read(DIRECTORY / f"{self.name}.patch")

    def take(self, copy: Path, environment: Mapping[str, str]) -> None:
        """Run the commands in a copy of the project, then make the edits; raise DoesNotApplyError.

        Raises CalledProcessError, with the output, if a command fails.
        """
        run_captured(["bash", "-euo", "pipefail", "-c", self.commands], copy, environment).check_returncode()
        if self.files:
            self.patch.apply(copy)


@dataclass(frozen=True)
class Checklist:
    """How to make one change: its title, and its steps, each made on the result of the one before."""

    title: str
    steps: Sequence[Step]

    @property
    def name(self) -> str:
        """The title as a name for the command line, such as "add_a_field"."""
        return _name(self.title)


def checklists(document: str) -> list[Checklist]:
    """Return the checklists of a document: each section below "Make it yours", with its subsections as its steps."""
    _, _, chapter = document.partition("\n## Make it yours\n")
    _, *sections = re.split(r"^### ", chapter.partition("\n## ")[0], flags=re.MULTILINE)
    return [Checklist(section.partition("\n")[0], [*_steps(section)]) for section in sections]


def _steps(section: str) -> Iterator[Step]:
    first, *others = re.split(r"^#### ", section, flags=re.MULTILINE)
    for part in others or [first]:
        commands = "".join(re.findall(r"^```sh\n(.*?)^```$", part, re.MULTILINE | re.DOTALL))
        yield Step(part.partition("\n")[0], commands, re.findall(r"^\d+\. `([^`]+)`", part, re.MULTILINE))


def _name(title: str) -> str:
    return re.sub(r"\W+", "_", title.lower())
