"""The code blocks in the README of the folder."""

import re
from pathlib import Path

import contracts

FOLDER = Path(contracts.__file__).parent
README = (FOLDER / "README.md").read_text(encoding="utf-8")


def block(language: str, text: str) -> str:
    """Return the only block in a language that contains the text."""
    [found] = [body for body in re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL) if text in body]
    return str(found)
