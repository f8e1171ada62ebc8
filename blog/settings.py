"""The settings, which the environment gives."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True)
class Settings:
    """The database of one application, and its directory of uploaded files."""

    database_url: str = "sqlite:///blog.db"
    media_directory: Path = Path("media")

    @classmethod
    def from_environment(cls) -> Self:
        """Return the settings that BLOG_DATABASE_URL and BLOG_MEDIA_DIRECTORY name, or the defaults."""
        return cls(
            database_url=os.environ.get("BLOG_DATABASE_URL") or cls.database_url,
            media_directory=Path(os.environ.get("BLOG_MEDIA_DIRECTORY") or cls.media_directory),
        )
