"""File name: the row stores only the name of the file; the directory is a setting of the program.

Prevents: files are not found after the directory moves, and a path in a row may lead out of it (path traversal).
On SQLite: any path can be stored as a text; a CHECK can refuse what is not a file name.
On PostgreSQL: any path can be stored as a text; a CHECK can refuse what is not a file name.
When not: the files belong to another system: then their full path or URL is the data.
Alternatives: a random name from the program, so that two uploads never get the same one; the key of an object store.

Sources:
- CREATE TABLE: CHECK constraints, https://sqlite.org/lang_createtable.html#ckconst
- Check Constraints, https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-CHECK-CONSTRAINTS
- pathlib: an absolute path replaces what is before it, https://docs.python.org/3/library/pathlib.html#pathlib.PurePath
"""

from pathlib import Path

import pytest
from sqlalchemy import CheckConstraint
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.models import User
from tests.teaching.fixtures import On, Seen


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Naive(Tables):
    """A picture, and the path of its file."""

    __tablename__ = "naive_pictures"
    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column()

    def path_in(self, _media: Path) -> Path:
        """Return where the file is."""
        return Path(self.path)


class Joined(Tables):
    """A picture, and the path of its file relative to the directory."""

    __tablename__ = "joined_pictures"
    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column()

    def path_in(self, media: Path) -> Path:
        """Return where the file is."""
        return media / self.path


class Picture(Tables):
    """A picture, and the name of its file."""

    __tablename__ = "pictures"
    id: Mapped[int] = mapped_column(primary_key=True)
    # cure: store a name; refuse a slash, and what names a directory; add the directory
    file: Mapped[str] = mapped_column(
        CheckConstraint("replace(file, '/', '') = file AND file NOT IN ('', '.', '..')", "file_name_alone")
    )

    def path_in(self, media: Path) -> Path:
        """Return where the file is."""
        return media / self.file

    # end of cure


@pytest.fixture
def media(tmp_path: Path) -> Path:
    """A directory with a picture, beside a file that must stay private."""
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    media = tmp_path / "media"
    media.mkdir()
    (media / "me.jpg").write_text("my face", encoding="utf-8")
    return media


def store(session: Session, picture: Naive | Joined | Picture) -> None:
    """Store a picture."""
    session.add(picture)
    session.commit()


def shown(picture: Naive | Joined | Picture, media: Path) -> str:
    """Return the content of the picture, or "nothing" if its file is missing."""
    path = picture.path_in(media)
    return path.read_text(encoding="utf-8") if path.exists() else "nothing"


def test_naive_a_picture_is_lost_when_the_directory_moves(a: Session, media: Path, seen: Seen) -> None:
    store(a, picture := Naive(path=f"{media}/me.jpg"))

    media = media.rename(media.with_name("moved"))

    assert seen(f"after the move: {shown(picture, media)}") == "after the move: nothing"


def test_naive_a_path_leads_anywhere(a: Session, media: Path, seen: Seen) -> None:
    store(a, picture := Joined(path="../secret.txt"))

    assert seen(f"shown as a picture: {shown(picture, media)}") == "shown as a picture: secret"


def test_naive_an_absolute_path_takes_the_place_of_the_directory(a: Session, media: Path, seen: Seen) -> None:
    store(a, picture := Joined(path=f"{media.parent}/secret.txt"))

    assert seen(f"shown as a picture: {shown(picture, media)}") == "shown as a picture: secret"


def test_naive_two_dots_have_no_slash_and_lead_out_as_well(a: Session, media: Path) -> None:
    store(a, picture := Joined(path=".."))

    assert picture.path_in(media).resolve() == media.parent.resolve()


def test_cure_a_picture_moves_with_its_directory(a: Session, media: Path, seen: Seen) -> None:
    store(a, picture := Picture(file="me.jpg"))

    media = media.rename(media.with_name("moved"))

    assert seen(f"after the move: {shown(picture, media)}") == "after the move: my face"


@pytest.mark.parametrize(
    "file", ["../secret.txt", "/secret.txt", "me/../../secret.txt", "pictures/me.jpg", "..", ".", ""]
)
def test_cure_what_is_not_the_name_of_a_file_is_refused(a: Session, on: On, seen: Seen, file: str) -> None:
    with seen.raises(IntegrityError, on(sqlite="SQLITE_CONSTRAINT_CHECK", postgresql="23514")):
        store(a, Picture(file=file))


def test_cure_a_name_may_have_dots_in_it(a: Session, media: Path) -> None:
    store(a, picture := Picture(file="..me.jpg.."))

    assert picture.path_in(media).parent == media


def test_cure_the_blog_refuses_a_slash(a: Session, on: On, seen: Seen) -> None:
    ann = User(username="ann", email="ann@example.com", image_file="me.jpg")
    assert ann.image_path == "/media/profile_pics/me.jpg"

    ann.image_file = "../secret.txt"
    a.add(ann)
    with seen.raises(IntegrityError, on(sqlite="SQLITE_CONSTRAINT_CHECK", postgresql="23514")):
        a.commit()
