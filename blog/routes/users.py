"""The users of the API."""

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import APIRouter, Request, Response
from pydantic import MISSING
from sqlalchemy.exc import IntegrityError

from blog import queries
from blog.database import Database, violated_constraint
from blog.dependencies import DatabaseDep, PageDep, PathId
from blog.errors import EMAIL_TAKEN, USER_NOT_FOUND, USERNAME_TAKEN, AlreadyExists, NotFound
from blog.etags import IfMatch, IfNoneMatch, check_precondition, not_modified
from blog.models import User
from blog.openapi import BODY, CHANGED, ETAG, LINK, LOCATION, NOT_MODIFIED, links, responses
from blog.paths import path_for, prefix
from blog.representations import list_response, resource_response
from blog.schemas import PostResponse, UserCreate, UserResponse, UserUpdate

TAKEN = {"uq_users_username": USERNAME_TAKEN, "uq_users_email": EMAIL_TAKEN}
TAKEN_ERRORS = [AlreadyExists(message) for message in TAKEN.values()]
NO_USER = NotFound(USER_NOT_FOUND)
LINKS = links("user_id", "get_user", "list_user_posts", "update_user", "delete_user")

router = APIRouter(prefix="/api/users", tags=["users"])


@router.post(
    "",
    status_code=201,
    response_model=UserResponse,
    responses=responses(201, "The new user.", *TAKEN_ERRORS, *BODY, headers=ETAG | LOCATION, links=LINKS),
)
def create_user(user_in: UserCreate, database: DatabaseDep, request: Request) -> Response:
    """Create a user, whose username and email nobody else has."""
    with _taken_values_refused(database, user_in), database.writing() as session:
        user = User(**user_in.model_dump())
        session.add(user)
        session.flush()
        created = UserResponse.of(user, prefix(request))
    return resource_response(created, 201, path_for(request, "get_user", user_id=created.id))


@router.get(
    "/{user_id}",
    response_model=UserResponse,
    responses=responses(200, "The user.", NO_USER, headers=ETAG) | NOT_MODIFIED,
)
def get_user(user_id: PathId, database: DatabaseDep, request: Request, if_none_match: IfNoneMatch = None) -> Response:
    """Return the user."""
    with database.autocommit() as connection:
        user = UserResponse.of(queries.get_user(connection, user_id), prefix(request))
    return not_modified(user.etag, if_none_match) or resource_response(user)


@router.get(
    "/{user_id}/posts",
    response_model=list[PostResponse],
    responses=responses(200, "A page of the user's posts.", NO_USER, headers=LINK),
)
def list_user_posts(user_id: PathId, page: PageDep, database: DatabaseDep, request: Request) -> Response:
    """Return the user's posts, newest first; an empty list for a user without posts."""
    with database.reading() as session:
        queries.get_user(session, user_id)
        posts, next_query = page.split(queries.list_posts(session, page, user_id))
    next_page = next_query and f"{path_for(request, 'list_user_posts', user_id=user_id)}?{next_query}"
    return list_response(PostResponse.of_each(posts, prefix(request)), next_page)


@router.patch(
    "/{user_id}",
    response_model=UserResponse,
    responses=responses(200, "The changed user.", *TAKEN_ERRORS, *BODY, NO_USER, CHANGED, headers=ETAG),
)
def update_user(
    user_id: PathId,
    user_in: UserUpdate,
    database: DatabaseDep,
    request: Request,
    if_match: IfMatch = None,
) -> Response:
    """Change the fields that the body has."""
    with _taken_values_refused(database, user_in, user_id), database.writing() as session:
        user = queries.get_user_for_update(session, user_id)
        check_precondition(UserResponse.of(user, prefix(request)).etag, if_match)
        user.assign(**user_in.model_dump())
        session.flush()
        changed = UserResponse.of(user, prefix(request))
    return resource_response(changed)


@router.delete("/{user_id}", status_code=204, responses=responses(204, "The user is deleted.", NO_USER, CHANGED))
def delete_user(user_id: PathId, database: DatabaseDep, request: Request, if_match: IfMatch = None) -> None:
    """Delete the user with all the user's posts."""
    with database.writing() as session:
        user = queries.get_user_for_update(session, user_id)
        check_precondition(UserResponse.of(user, prefix(request)).etag, if_match)
        session.delete(user)


@contextmanager
def _taken_values_refused(
    database: Database, user_in: UserCreate | UserUpdate, user_id: int | None = None
) -> Iterator[None]:
    """Convert the violation of a unique constraint to the error that the client sees."""
    try:
        yield
    except IntegrityError as error:
        constraint = violated_constraint(error)
        # If both values are taken, each database reports another constraint; the blog always reports the username.
        with database.reading() as session:
            if user_in.username is not MISSING and queries.is_username_taken(session, user_in.username, user_id):
                constraint = "uq_users_username"
        if constraint not in TAKEN:
            raise
        raise AlreadyExists(TAKEN[constraint]) from error
