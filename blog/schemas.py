"""The schemas: what a client may send, and what it gets back."""

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from email_validator import EmailNotValidError, validate_email
from pydantic import MISSING, AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SkipValidation
from pydantic_core import PydanticCustomError

from blog import text
from blog.models import CONTENT_LENGTH, EMAIL_LENGTH, TITLE_LENGTH, USERNAME_LENGTH

MAX_ID = 2**31 - 1  # PostgreSQL's INTEGER


def _composed(max_length: int) -> Callable[[str], str]:
    """Return a validator that puts a text into the form in which it is stored, NFC."""

    def compose(value: str) -> str:
        composed = unicodedata.normalize("NFC", value)
        if len(composed) > max_length:
            message = "String should have at most {max_length} characters in Unicode's form NFC"
            raise PydanticCustomError("string_too_long", message, {"max_length": max_length})
        return composed

    return compose


def _matching(pattern: str, rule: str) -> Callable[[str], str]:
    """Return a validator that refuses what the pattern does not match, in words instead of ranges."""

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
    """Refuse what Python would turn into an integer and JSON does not call a number."""
    if isinstance(value, bool | str):
        raise PydanticCustomError("int_type", "Input should be a valid integer")
    return value


def decimal(value: Any) -> Any:
    """Refuse an integer in a URL that is spelt otherwise than JSON spells it, such as 1_0, +1 or 1.0."""
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
        description="An address to which mail can be delivered by its form, without a display name. "
        "Its domain is stored in lower case.",
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
    """What a client says of a user."""

    model_config = ConfigDict(extra="forbid")

    username: Username
    email: Email


class UserCreate(UserBase):
    """A user to be made."""


class UserUpdate(BaseModel):
    """The part of a user that changes; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    username: Username | MISSING = MISSING
    email: Email | MISSING = MISSING


class UserResponse(BaseModel):
    """A user as stored. What storage guarantees is documented, not validated again."""

    model_config = ConfigDict(from_attributes=True)

    id: SkipValidation[Id]
    username: SkipValidation[Username]
    email: SkipValidation[Email]
    image_file: SkipValidation[str | None]
    image_path: SkipValidation[str]


class PostBase(BaseModel):
    """What a client says of a post."""

    model_config = ConfigDict(extra="forbid")

    title: Title
    content: Content


class PostCreate(PostBase):
    """A post to be made, or to take a post's place."""

    user_id: Annotated[Id, Field(description="The id of the author.", examples=[1]), BeforeValidator(_number)]


class PostUpdate(BaseModel):
    """The part of a post that changes; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    title: Title | MISSING = MISSING
    content: Content | MISSING = MISSING


class PostResponse(BaseModel):
    """A post as stored, with its author."""

    model_config = ConfigDict(from_attributes=True)

    id: SkipValidation[Id]
    title: SkipValidation[Title]
    content: SkipValidation[Content]
    user_id: SkipValidation[Id]
    date_posted: datetime
    author: UserResponse


class ErrorResponse(BaseModel):
    """What went wrong, in a sentence."""

    detail: str


class ValidationProblem(BaseModel):
    """One thing that is not as it must be: which rule, where, and what the rule says."""

    type: str
    loc: list[str | int]
    msg: str


class ValidationErrorResponse(BaseModel):
    """What is wrong with a request."""

    detail: list[ValidationProblem]
