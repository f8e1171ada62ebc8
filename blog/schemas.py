"""The schemas: what a client may send, and what it receives."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Annotated, Any, Self, TypeVar

from email_validator import EmailNotValidError, validate_email
from pydantic import (
    MISSING,
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from blog import text
from blog.etags import make_etag
from blog.models import CONTENT_LENGTH, EMAIL_LENGTH, TITLE_LENGTH, USERNAME_LENGTH, picture_path

T = TypeVar("T", bound="StoredResponse")

MAX_ID = 2**31 - 1  # PostgreSQL's INTEGER


def _composed(max_length: int) -> Callable[[str], str]:
    """Return a validator that converts a text to the form in which it is stored, NFC."""

    def compose(value: str) -> str:
        composed = unicodedata.normalize("NFC", value)
        if len(composed) > max_length:
            message = "String should have at most {max_length} characters in Unicode's form NFC"
            raise PydanticCustomError("string_too_long", message, {"max_length": max_length})
        return composed

    return compose


def _matching(pattern: str, rule: str) -> Callable[[str], str]:
    """Return a validator that refuses a text that the pattern does not match, with the rule in words as the message."""

    def match(value: str) -> str:
        if re.fullmatch(pattern, value) is None:
            raise PydanticCustomError("string_pattern_mismatch", "String should have {rule}", {"rule": rule})
        return value

    return match


def _deliverable(value: str) -> str:
    """Return the address with its domain in lower case."""
    try:
        if not value.isascii():
            raise EmailNotValidError("It has characters beyond ASCII.")
        address = validate_email(value, check_deliverability=False)
    except EmailNotValidError as error:
        raise PydanticCustomError("email", "Value is not an email address: {reason}", {"reason": str(error)}) from None
    return f"{address.local_part}@{address.ascii_domain}"


def _number(value: Any) -> Any:
    """Refuse a boolean and a string, which Python would convert to an integer and which are no numbers in JSON."""
    if isinstance(value, bool | str):
        raise PydanticCustomError("int_type", "Input should be a valid integer")
    return value


def decimal(value: Any) -> Any:
    """Refuse an integer in a URL that is not written as in JSON, such as 1_0, +1 or 1.0."""
    if isinstance(value, str) and re.fullmatch("-?(0|[1-9][0-9]*)", value) is None:
        raise PydanticCustomError("int_parsing", "Input should be a valid integer, written in decimal digits")
    return value


NAME_RULE = "no control, format or invisible characters, and no white space at an edge"
NAME_PATTERN = text.trimmed_pattern(text.CONTROL, text.FORMAT, text.DEFAULT_IGNORABLE)
TITLE_RULE = "no control characters, no bidirectional overrides, and no white space at an edge"
TITLE_PATTERN = text.trimmed_pattern(text.CONTROL, text.BIDI_OVERRIDE)
CONTENT_RULE = "no NUL"
CONTENT_PATTERN = text.pattern(text.NUL)


Id = Annotated[int, Field(ge=1, le=MAX_ID)]
Username = Annotated[
    str,
    Field(
        min_length=1,
        max_length=USERNAME_LENGTH,
        json_schema_extra={"pattern": NAME_PATTERN},
        description=f"Has {NAME_RULE}. Stored as NFC, which may not be longer than {USERNAME_LENGTH} either.",
        examples=["coreyms"],
    ),
    AfterValidator(_matching(NAME_PATTERN, NAME_RULE)),
    AfterValidator(_composed(USERNAME_LENGTH)),
]
Email = Annotated[
    str,
    Field(
        min_length=1,
        max_length=EMAIL_LENGTH,
        json_schema_extra={"format": "email"},
        description="An address with a valid syntax, without a display name. Its domain is stored in lower case.",
        examples=["coreyms@example.com"],
    ),
    AfterValidator(_deliverable),
]
Title = Annotated[
    str,
    Field(
        min_length=1,
        max_length=TITLE_LENGTH,
        json_schema_extra={"pattern": TITLE_PATTERN},
        description=f"Has {TITLE_RULE}. Stored as NFC, which may not be longer than {TITLE_LENGTH} either.",
        examples=["A first post"],
    ),
    AfterValidator(_matching(TITLE_PATTERN, TITLE_RULE)),
    AfterValidator(_composed(TITLE_LENGTH)),
]
Content = Annotated[
    str,
    Field(
        min_length=1,
        max_length=CONTENT_LENGTH,
        json_schema_extra={"pattern": CONTENT_PATTERN},
        description=f"Has {CONTENT_RULE}. Stored as NFC, which may not be longer than {CONTENT_LENGTH} either.",
        examples=["Whatever there is to say."],
    ),
    AfterValidator(_matching(CONTENT_PATTERN, CONTENT_RULE)),
    AfterValidator(_composed(CONTENT_LENGTH)),
]


class UserBase(BaseModel):
    """The fields of a user that a client sets."""

    model_config = ConfigDict(extra="forbid")

    username: Username
    email: Email


class UserCreate(UserBase):
    """A new user."""


class UserUpdate(BaseModel):
    """The fields of a user that change; the others stay."""

    model_config = ConfigDict(extra="forbid")

    username: Username | MISSING = MISSING
    email: Email | MISSING = MISSING


def _stored(requested: Any) -> WithJsonSchema:
    """Return what the document says of a stored value: the same as of the value in a request.

    The value itself is not validated again, since the table guarantees its limits. Pydantic's SkipValidation would do
    that too, but would call a Python function for each value that it writes as JSON.
    """
    return WithJsonSchema(TypeAdapter(requested).json_schema())


def _picture_path(image_file: str | None, info: ValidationInfo) -> str:
    """Return the path of a picture, with the prefix that the context gives."""
    prefix = info.context["prefix"] if info.context else ""
    return f"{prefix}{picture_path(image_file)}"


@cache
def _list_of(schema: type[T]) -> TypeAdapter[list[T]]:
    return TypeAdapter(list[schema])  # type: ignore[valid-type]


class StoredResponse(BaseModel):
    """A response that is made of a row or an entity."""

    model_config = ConfigDict(from_attributes=True)

    version: Annotated[int, Field(exclude=True)]

    @classmethod
    def of(cls, stored: Any, prefix: str) -> Self:
        """Return the response for a row or an entity; its paths begin with the prefix that the blog is served under."""
        return cls.model_validate(stored, context={"prefix": prefix})

    @classmethod
    def of_each(cls, stored: Sequence[Any], prefix: str) -> list[Self]:
        """Return the response for each of some rows or entities."""
        return _list_of(cls).validate_python(stored, context={"prefix": prefix})

    @property
    def etag(self) -> str:
        """The entity tag of the response."""
        return make_etag(type(self), self._shown_version)

    @property
    def _shown_version(self) -> str:
        """The version of everything that the response shows."""
        return str(self.version)


class UserResponse(StoredResponse):
    """A user."""

    id: Annotated[int, _stored(Id)]
    username: Annotated[str, _stored(Username)]
    email: Annotated[str, _stored(Email)]
    image_file: str | None
    image_path: Annotated[str, Field(validation_alias="image_file"), BeforeValidator(_picture_path)]


class PostBase(BaseModel):
    """The fields of a post that a client sets."""

    model_config = ConfigDict(extra="forbid")

    title: Title
    content: Content


class PostCreate(PostBase):
    """A new post, or the new content of a post that is replaced."""

    user_id: Annotated[Id, Field(description="The id of the author.", examples=[1]), BeforeValidator(_number)]


class PostUpdate(BaseModel):
    """The fields of a post that change; the others stay."""

    model_config = ConfigDict(extra="forbid")

    title: Title | MISSING = MISSING
    content: Content | MISSING = MISSING


class PostResponse(StoredResponse):
    """A post with its author."""

    id: Annotated[int, _stored(Id)]
    title: Annotated[str, _stored(Title)]
    content: Annotated[str, _stored(Content)]
    user_id: Annotated[int, _stored(Id)]
    date_posted: datetime
    author: UserResponse

    @property
    def _shown_version(self) -> str:
        return f"{self.version}-{self.author.version}"


class ErrorResponse(BaseModel):
    """An error, described in a sentence."""

    detail: str


class ValidationProblem(BaseModel):
    """One problem of a request: the type of the rule that it breaks, the place, and a message."""

    type: str
    loc: list[str | int]
    msg: str


class ValidationErrorResponse(BaseModel):
    """The problems of a request."""

    detail: list[ValidationProblem]
