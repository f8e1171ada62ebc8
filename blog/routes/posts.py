"""The posts of the API."""

from fastapi import APIRouter, Request, Response

from blog import queries
from blog.dependencies import DatabaseDep, PageDep, PathId, PrefixDep
from blog.errors import POST_NOT_FOUND, USER_NOT_FOUND, NotFound
from blog.etags import IfMatch, IfNoneMatch, check_precondition, make_etag, not_modified
from blog.models import Post
from blog.openapi import BODY, CHANGED, ETAG, LINK, LOCATION, NOT_MODIFIED, links, responses
from blog.paths import path_for
from blog.schemas import PostCreate, PostResponse, PostUpdate

LINKS = links("post_id", "get_post", "replace_post", "update_post", "delete_post")
NO_POST, NO_USER = NotFound(POST_NOT_FOUND), NotFound(USER_NOT_FOUND)

router = APIRouter(prefix="/api/posts", tags=["posts"])


@router.get("", responses=responses(200, "A page of posts.", headers=LINK))
def list_posts(
    page: PageDep, database: DatabaseDep, prefix: PrefixDep, request: Request, response: Response
) -> list[PostResponse]:
    """Return all posts, newest first."""
    with database.reading() as session:
        posts, next_query = page.split(queries.list_posts(session, page))
        if next_query is not None:
            response.headers["Link"] = f'<{path_for(request, "list_posts")}?{next_query}>; rel="next"'
        return [PostResponse.of(post, prefix) for post in posts]


@router.post(
    "", status_code=201, responses=responses(201, "The new post.", *BODY, NO_USER, headers=ETAG | LOCATION, links=LINKS)
)
def create_post(
    post_in: PostCreate, database: DatabaseDep, prefix: PrefixDep, request: Request, response: Response
) -> PostResponse:
    """Create a post of a user."""
    with database.writing() as session:
        author = queries.find_author(session, post_in.user_id)
        if author is None:
            raise NotFound(USER_NOT_FOUND)
        post = Post(**post_in.model_dump(), author=author)
        session.add(post)
        session.flush()
        response.headers["Location"] = path_for(request, "get_post", post_id=post.id)
        response.headers["ETag"] = _etag(post)
        return PostResponse.of(post, prefix)


@router.get(
    "/{post_id}",
    response_model=PostResponse,
    responses=responses(200, "The post.", NO_POST, headers=ETAG) | NOT_MODIFIED,
)
def get_post(
    post_id: PathId, database: DatabaseDep, prefix: PrefixDep, response: Response, if_none_match: IfNoneMatch = None
) -> PostResponse | Response:
    """Return the post."""
    with database.reading() as session:
        post = queries.get_post(session, post_id)
        if current := not_modified(_etag(post), if_none_match):
            return current
        response.headers["ETag"] = _etag(post)
        return PostResponse.of(post, prefix)


@router.put("/{post_id}", responses=responses(200, "The changed post.", *BODY, NO_POST, NO_USER, CHANGED, headers=ETAG))
def replace_post(
    post_id: PathId,
    post_in: PostCreate,
    database: DatabaseDep,
    prefix: PrefixDep,
    response: Response,
    if_match: IfMatch = None,
) -> PostResponse:
    """Replace the title, the content and the author of the post; its date stays."""
    with database.writing() as session:
        author = queries.find_author(session, post_in.user_id)
        post = queries.get_post_for_update(session, post_id)
        if author is None:
            raise NotFound(USER_NOT_FOUND)
        check_precondition(_etag(post), if_match)
        post.assign(**post_in.model_dump(), author=author)
        session.flush()
        response.headers["ETag"] = _etag(post)
        return PostResponse.of(post, prefix)


@router.patch("/{post_id}", responses=responses(200, "The changed post.", *BODY, NO_POST, CHANGED, headers=ETAG))
def update_post(
    post_id: PathId,
    post_in: PostUpdate,
    database: DatabaseDep,
    prefix: PrefixDep,
    response: Response,
    if_match: IfMatch = None,
) -> PostResponse:
    """Change the fields that the body has."""
    with database.writing() as session:
        post = queries.get_post_for_update(session, post_id)
        check_precondition(_etag(post), if_match)
        post.assign(**post_in.model_dump())
        session.flush()
        response.headers["ETag"] = _etag(post)
        return PostResponse.of(post, prefix)


@router.delete("/{post_id}", status_code=204, responses=responses(204, "The post is deleted.", NO_POST, CHANGED))
def delete_post(post_id: PathId, database: DatabaseDep, if_match: IfMatch = None) -> None:
    """Delete the post."""
    with database.writing() as session:
        post = queries.get_post_for_update(session, post_id)
        check_precondition(_etag(post), if_match)
        session.delete(post)


def _etag(post: Post) -> str:
    return make_etag(PostResponse, post.shown_version)
