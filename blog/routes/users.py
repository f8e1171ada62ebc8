"""The users of the API."""

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import APIRouter, Request, Response
from pydantic import MISSING
from sqlalchemy.exc import IntegrityError

from blog import queries
from blog.database import Database, violated_constraint
from blog.dependencies import DatabaseDep, PathId
from blog.document import (
    BODY,
    CHANGED,
    EMAIL_TAKEN,
    ETAG,
    INVALID,
    LINK,
    LOCATION,
    USER_NOT_FOUND,
    USERNAME_TAKEN,
    answers,
    links,
    unchanged,
)
from blog.errors import AlreadyExists
from blog.etags import IfMatch, IfNoneMatch, raise_if_changed, raise_if_unchanged
from blog.models import User
from blog.paging import PageDep
from blog.schemas import PostResponse, UserCreate, UserResponse, UserUpdate

TAKEN = {"uq_users_username": USERNAME_TAKEN, "uq_users_email": EMAIL_TAKEN}
LINKS = links("user_id", "get_user", "list_user_posts", "update_user", "delete_user")

router = APIRouter(prefix="/api/users", tags=["users"])


@router.post(
    "",
    status_code=201,
    responses=answers(201, "The new user.", USERNAME_TAKEN, EMAIL_TAKEN, *BODY, headers=ETAG | LOCATION, links=LINKS),
)
def create_user(user_in: UserCreate, database: DatabaseDep, request: Request, response: Response) -> UserResponse:
    """Make a user; the username and the email must be nobody else's."""
    with _says_what_is_taken(database, user_in), database.writing() as session:
        user = User(**user_in.model_dump())
        session.add(user)
        session.flush()
        response.headers["Location"] = request.app.url_path_for("get_user", user_id=user.id)
        response.headers["ETag"] = user.etag
        return UserResponse.model_validate(user)


@router.get("/{user_id}", responses=answers(200, "The user.", USER_NOT_FOUND, INVALID, headers=ETAG) | unchanged())
def get_user(
    user_id: PathId, database: DatabaseDep, response: Response, if_none_match: IfNoneMatch = None
) -> UserResponse:
    """Return the user."""
    with database.reading() as session:
        user = queries.get_user(session, user_id)
        raise_if_unchanged(user.etag, if_none_match)
        response.headers["ETag"] = user.etag
        return UserResponse.model_validate(user)


@router.get(
    "/{user_id}/posts", responses=answers(200, "A page of the user's posts.", USER_NOT_FOUND, INVALID, headers=LINK)
)
def list_user_posts(
    user_id: PathId, page: PageDep, database: DatabaseDep, request: Request, response: Response
) -> list[PostResponse]:
    """Return the user's posts, newest first; none for a user who wrote none."""
    with database.reading() as session:
        queries.get_user(session, user_id)
        posts, older = page.split(queries.list_posts(session, page, user_id))
        if older is not None:
            response.headers["Link"] = f'<{request.url.path}?{older}>; rel="next"'
        return [PostResponse.model_validate(post) for post in posts]


@router.patch(
    "/{user_id}",
    responses=answers(
        200, "The user, changed.", USERNAME_TAKEN, EMAIL_TAKEN, *BODY, USER_NOT_FOUND, CHANGED, headers=ETAG
    ),
)
def update_user(
    user_id: PathId, user_in: UserUpdate, database: DatabaseDep, response: Response, if_match: IfMatch = None
) -> UserResponse:
    """Change the username, the email or both."""
    with _says_what_is_taken(database, user_in, user_id), database.writing() as session:
        user = queries.get_user_to_change(session, user_id)
        raise_if_changed(user.etag, if_match)
        for field, value in user_in.model_dump().items():
            setattr(user, field, value)
        session.flush()
        response.headers["ETag"] = user.etag
        return UserResponse.model_validate(user)


@router.delete(
    "/{user_id}", status_code=204, responses=answers(204, "The user is gone.", USER_NOT_FOUND, CHANGED, INVALID)
)
def delete_user(user_id: PathId, database: DatabaseDep, if_match: IfMatch = None) -> None:
    """Delete the user with all the user's posts."""
    with database.writing() as session:
        user = queries.get_user_to_change(session, user_id)
        raise_if_changed(user.etag, if_match)
        session.delete(user)


@contextmanager
def _says_what_is_taken(
    database: Database, user_in: UserCreate | UserUpdate, user_id: int | None = None
) -> Iterator[None]:
    """Turn the violation of a unique constraint into what the client can do about it."""
    try:
        yield
    except IntegrityError as error:
        constraint = violated_constraint(error)
        # Where both are taken, each database reports another one; the blog always names the username.
        with database.reading() as session:
            if user_in.username is not MISSING and queries.is_username_taken(session, user_in.username, user_id):
                constraint = "uq_users_username"
        if constraint not in TAKEN:
            raise
        raise AlreadyExists(TAKEN[constraint].detail) from error
