"""Release notes: what changed between two commits or two documents."""

from pathlib import Path

from . import formats
from .judgement import Judging
from .settings import settings_of
from .sources import is_ref, source


def changelog(old: str, new: str, directory: Path) -> str:
    """Return the changes between two documents in Markdown; raises CannotCheckError.

    A name is either a document, as `source` reads it, or a commit. A commit stands for the project's documents there;
    the settings then decide which changes are ignored.
    """
    if not is_ref(old, directory) and not is_ref(new, directory):
        return _of(old, new, old, new, Judging(), directory)
    parts = []
    for settings in settings_of(directory):
        was, now = (f"{one}:./{settings.document}" if is_ref(one, directory) else one for one in (old, new))
        parts.append(_of(was, now, old, new, settings.judging, directory))
    return "\n".join(parts)


def _of(old: str, new: str, before: str, after: str, judging: Judging, directory: Path) -> str:
    was, now = source(old, directory), source(new, directory)
    info = now.document.get("info") if isinstance(now.document, dict) else None
    title = info.get("title") if isinstance(info, dict) else None
    heading = f"{title or 'The API'}, from {before} to {after}"
    return formats.changelog(heading, judging.compare(was, now).judged)
