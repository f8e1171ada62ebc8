"""The fields that a client sends, and what each may hold: the one place in the tests that knows their limits.

A new field is a new line of FIELDS. Write the limits that the field is meant to have; do not import them from `blog`,
so that a test fails where the blog has another limit.
"""

from dataclasses import dataclass
from enum import Enum
from unicodedata import normalize


class Kind(Enum):
    """Which texts a field may hold."""

    NAME = "no control, format or invisible characters, and no white space at an edge"
    TITLE = "no control characters or bidirectional overrides, and no white space at an edge"
    CONTENT = "anything but NUL"
    EMAIL = "an email address"


@dataclass(frozen=True)
class Field:
    """A field of a resource.

    Attributes:
        resource: The name of the resource in its path and of its table, such as "posts".
        name: The field's name.
        kind: Which texts it may hold.
        max_length: How many characters a text may have; it has at least one.
        is_optional: Whether a client may leave it out, or send null.
        taken: How the API refuses a value that another row of the resource has; "" where several may have it.
    """

    resource: str
    name: str
    kind: Kind
    max_length: int
    is_optional: bool = False
    taken: str = ""

    def __str__(self) -> str:
        """Return the field as the tests name it."""
        return f"{self.resource}.{self.name}"

    def stored(self, value: str | None) -> str | None:
        """Return what the API returns for a value that was sent: text in NFC, an email's domain in lower case."""
        if value is None:
            return None
        if self.kind is Kind.EMAIL:
            local, domain = value.rsplit("@", 1)
            value = f"{local}@{domain.lower()}"
        return normalize("NFC", value)


FIELDS = (
    Field("users", "username", Kind.NAME, 50, taken="Username already exists"),
    Field("users", "email", Kind.EMAIL, 120, taken="Email already exists"),
    Field("posts", "title", Kind.TITLE, 100),
    Field("posts", "content", Kind.CONTENT, 50_000),
)
RESOURCES = list(dict.fromkeys(field.resource for field in FIELDS))


def fields_of(resource: str) -> dict[str, Field]:
    """Return the fields of a resource by their names."""
    return {field.name: field for field in FIELDS if field.resource == resource}


def left_out(resource: str) -> dict[str, None]:
    """Return what the API returns for the optional fields of a resource if a client leaves them out."""
    return {name: None for name, field in fields_of(resource).items() if field.is_optional}
