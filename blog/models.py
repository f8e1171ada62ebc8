"""The models: the tables, and the constraints by which the database itself refuses invalid rows."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from sqlalchemy import CheckConstraint, DateTime, Dialect, ForeignKey, Index, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

USERNAME_LENGTH = 50
EMAIL_LENGTH = 120
IMAGE_FILE_LENGTH = 200
TITLE_LENGTH = 100
CONTENT_LENGTH = 50_000


class UTCDateTime(TypeDecorator[datetime]):
    """An instant: takes an aware datetime and returns one in UTC, also on a database without time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant in UTC; raise ValueError for a naive datetime, whose instant is unknown."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone: give an aware datetime, such as datetime.now(UTC)")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the stored instant in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The base of the models; every constraint has a name, so that an error can name the violated one."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        }
    )

    def assign(self, **values: Any) -> None:
        """Set attributes by their names."""
        for name, value in values.items():
            setattr(self, name, value)


def picture_path(image_file: str | None) -> str:
    """Return the path of a user's picture, or of the default picture."""
    if image_file is None:
        return "/static/profile_pics/default.jpg"
    return f"/media/profile_pics/{quote(image_file)}"


class User(Base):
    """A user, who writes posts."""

    __tablename__ = "users"
    __table_args__ = (
        UniqueConstraint("username"),
        UniqueConstraint("email"),
        # SQLite does not enforce the length of a VARCHAR; a CHECK holds on both.
        CheckConstraint(f"length(username) BETWEEN 1 AND {USERNAME_LENGTH}", "username_length"),
        CheckConstraint(f"length(email) BETWEEN 1 AND {EMAIL_LENGTH}", "email_length"),
        CheckConstraint(f"length(image_file) BETWEEN 1 AND {IMAGE_FILE_LENGTH}", "image_file_length"),
        CheckConstraint("replace(image_file, '/', '') = image_file", "image_file_name_alone"),
        # Without AUTOINCREMENT, SQLite reuses the id of a deleted last row.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(USERNAME_LENGTH))
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH))
    image_file: Mapped[str | None] = mapped_column(String(IMAGE_FILE_LENGTH))
    version: Mapped[int] = mapped_column()

    posts: Mapped[list["Post"]] = relationship(
        back_populates="author",
        order_by="Post.id.desc()",
        cascade="all, delete-orphan",
        passive_deletes=True,
        lazy="raise_on_sql",
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def image_path(self) -> str:
        """The path of the user's picture, or of the default picture."""
        return picture_path(self.image_file)


class Post(Base):
    """A text with a title and an author."""

    __tablename__ = "posts"
    __table_args__ = (
        Index(None, "user_id", "id"),
        CheckConstraint(f"length(title) BETWEEN 1 AND {TITLE_LENGTH}", "title_length"),
        CheckConstraint(f"length(content) BETWEEN 1 AND {CONTENT_LENGTH}", "content_length"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    content: Mapped[str] = mapped_column(Text)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"))
    date_posted: Mapped[datetime] = mapped_column(UTCDateTime, default=lambda: datetime.now(UTC))
    version: Mapped[int] = mapped_column()

    author: Mapped[User] = relationship(back_populates="posts", lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}
