"""The posts of the API."""

from fastapi import APIRouter, Request, Response

from blog import queries
from blog.dependencies import DatabaseDep, PageDep, PathId
from blog.errors import POST_NOT_FOUND, USER_NOT_FOUND, NotFound
from blog.etags import IfMatch, IfNoneMatch, check_precondition, not_modified
from blog.models import Post
from blog.openapi import BODY, CHANGED, ETAG, LINK, LOCATION, NOT_MODIFIED, links, responses
from blog.paths import path_for, prefix
from blog.representations import list_response, resource_response
from blog.schemas import PostCreate, PostResponse, PostUpdate

LINKS = links("post_id", "get_post", "replace_post", "update_post", "delete_post")
NO_POST, NO_USER = NotFound(POST_NOT_FOUND), NotFound(USER_NOT_FOUND)

router = APIRouter(prefix="/api/posts", tags=["posts"])


@router.get("", response_model=list[PostResponse], responses=responses(200, "A page of posts.", headers=LINK))
def list_posts(page: PageDep, database: DatabaseDep, request: Request) -> Response:
    """Return all posts, newest first."""
    with database.autocommit() as connection:
        posts, next_query = page.split(queries.list_posts(connection, page))
    next_page = next_query and f"{path_for(request, 'list_posts')}?{next_query}"
    return list_response(PostResponse.of_each(posts, prefix(request)), next_page)


@router.post(
    "",
    status_code=201,
    response_model=PostResponse,
    responses=responses(201, "The new post.", *BODY, NO_USER, headers=ETAG | LOCATION, links=LINKS),
)
def create_post(post_in: PostCreate, database: DatabaseDep, request: Request) -> Response:
    """Create a post of a user."""
    with database.writing() as session:
        author = queries.find_author(session, post_in.user_id)
        if author is None:
            raise NotFound(USER_NOT_FOUND)
        post = Post(**post_in.model_dump(), author=author)
        session.add(post)
        session.flush()
        created = PostResponse.of(post, prefix(request))
    return resource_response(created, 201, path_for(request, "get_post", post_id=created.id))


@router.get(
    "/{post_id}",
    response_model=PostResponse,
    responses=responses(200, "The post.", NO_POST, headers=ETAG) | NOT_MODIFIED,
)
def get_post(post_id: PathId, database: DatabaseDep, request: Request, if_none_match: IfNoneMatch = None) -> Response:
    """Return the post."""
    with database.autocommit() as connection:
        post = PostResponse.of(queries.get_post(connection, post_id), prefix(request))
    return not_modified(post.etag, if_none_match) or resource_response(post)


@router.put(
    "/{post_id}",
    response_model=PostResponse,
    responses=responses(200, "The changed post.", *BODY, NO_POST, NO_USER, CHANGED, headers=ETAG),
)
def replace_post(
    post_id: PathId,
    post_in: PostCreate,
    database: DatabaseDep,
    request: Request,
    if_match: IfMatch = None,
) -> Response:
    """Replace the title, the content and the author of the post; its date stays."""
    with database.writing() as session:
        author = queries.find_author(session, post_in.user_id)
        post = queries.get_post_for_update(session, post_id)
        if author is None:
            raise NotFound(USER_NOT_FOUND)
        check_precondition(PostResponse.of(post, prefix(request)).etag, if_match)
        post.assign(**post_in.model_dump(), author=author)
        session.flush()
        changed = PostResponse.of(post, prefix(request))
    return resource_response(changed)


@router.patch(
    "/{post_id}",
    response_model=PostResponse,
    responses=responses(200, "The changed post.", *BODY, NO_POST, CHANGED, headers=ETAG),
)
def update_post(
    post_id: PathId,
    post_in: PostUpdate,
    database: DatabaseDep,
    request: Request,
    if_match: IfMatch = None,
) -> Response:
    """Change the fields that the body has."""
    with database.writing() as session:
        post = queries.get_post_for_update(session, post_id)
        check_precondition(PostResponse.of(post, prefix(request)).etag, if_match)
        post.assign(**post_in.model_dump())
        session.flush()
        changed = PostResponse.of(post, prefix(request))
    return resource_response(changed)


@router.delete("/{post_id}", status_code=204, responses=responses(204, "The post is deleted.", NO_POST, CHANGED))
def delete_post(post_id: PathId, database: DatabaseDep, request: Request, if_match: IfMatch = None) -> None:
    """Delete the post."""
    with database.writing() as session:
        post = queries.get_post_for_update(session, post_id)
        check_precondition(PostResponse.of(post, prefix(request)).etag, if_match)
        session.delete(post)
