"""The posts of the API."""

from fastapi import APIRouter, Request, Response

from blog import queries
from blog.dependencies import DatabaseDep, PathId
from blog.document import (
    BODY,
    CHANGED,
    ETAG,
    INVALID,
    LINK,
    LOCATION,
    POST_NOT_FOUND,
    USER_NOT_FOUND,
    answers,
    links,
    unchanged,
)
from blog.errors import NotFound
from blog.etags import IfMatch, IfNoneMatch, raise_if_changed, raise_if_unchanged
from blog.models import Post
from blog.paging import PageDep
from blog.schemas import PostCreate, PostResponse, PostUpdate

LINKS = links("post_id", "get_post", "replace_post", "update_post", "delete_post")

router = APIRouter(prefix="/api/posts", tags=["posts"])


@router.get("", responses=answers(200, "A page of posts.", INVALID, headers=LINK))
def list_posts(page: PageDep, database: DatabaseDep, request: Request, response: Response) -> list[PostResponse]:
    """Return all posts, newest first."""
    with database.reading() as session:
        posts, older = page.split(queries.list_posts(session, page))
        if older is not None:
            response.headers["Link"] = f'<{request.url.path}?{older}>; rel="next"'
        return [PostResponse.model_validate(post) for post in posts]


@router.post(
    "",
    status_code=201,
    responses=answers(201, "The new post.", *BODY, USER_NOT_FOUND, headers=ETAG | LOCATION, links=LINKS),
)
def create_post(post_in: PostCreate, database: DatabaseDep, request: Request, response: Response) -> PostResponse:
    """Make a post of the user's."""
    with database.writing() as session:
        author = queries.find_author(session, post_in.user_id)
        if author is None:
            raise NotFound(USER_NOT_FOUND.detail)
        post = Post(title=post_in.title, content=post_in.content, author=author)
        session.add(post)
        session.flush()
        response.headers["Location"] = request.app.url_path_for("get_post", post_id=post.id)
        response.headers["ETag"] = post.etag
        return PostResponse.model_validate(post)


@router.get("/{post_id}", responses=answers(200, "The post.", POST_NOT_FOUND, INVALID, headers=ETAG) | unchanged())
def get_post(
    post_id: PathId, database: DatabaseDep, response: Response, if_none_match: IfNoneMatch = None
) -> PostResponse:
    """Return the post."""
    with database.reading() as session:
        post = queries.get_post(session, post_id)
        raise_if_unchanged(post.etag, if_none_match)
        response.headers["ETag"] = post.etag
        return PostResponse.model_validate(post)


@router.put(
    "/{post_id}",
    responses=answers(200, "The post, changed.", *BODY, POST_NOT_FOUND, USER_NOT_FOUND, CHANGED, headers=ETAG),
)
def replace_post(
    post_id: PathId, post_in: PostCreate, database: DatabaseDep, response: Response, if_match: IfMatch = None
) -> PostResponse:
    """Put another title, content and author into the post's place; its date stays."""
    with database.writing() as session:
        author = queries.find_author(session, post_in.user_id)
        post = queries.get_post_to_change(session, post_id)
        if author is None:
            raise NotFound(USER_NOT_FOUND.detail)
        raise_if_changed(post.etag, if_match)
        post.title, post.content, post.author = post_in.title, post_in.content, author
        session.flush()
        response.headers["ETag"] = post.etag
        return PostResponse.model_validate(post)


@router.patch("/{post_id}", responses=answers(200, "The post, changed.", *BODY, POST_NOT_FOUND, CHANGED, headers=ETAG))
def update_post(
    post_id: PathId, post_in: PostUpdate, database: DatabaseDep, response: Response, if_match: IfMatch = None
) -> PostResponse:
    """Change the title, the content or both."""
    with database.writing() as session:
        post = queries.get_post_to_change(session, post_id)
        raise_if_changed(post.etag, if_match)
        for field, value in post_in.model_dump().items():
            setattr(post, field, value)
        session.flush()
        response.headers["ETag"] = post.etag
        return PostResponse.model_validate(post)


@router.delete(
    "/{post_id}", status_code=204, responses=answers(204, "The post is gone.", POST_NOT_FOUND, CHANGED, INVALID)
)
def delete_post(post_id: PathId, database: DatabaseDep, if_match: IfMatch = None) -> None:
    """Delete the post."""
    with database.writing() as session:
        post = queries.get_post_to_change(session, post_id)
        raise_if_changed(post.etag, if_match)
        session.delete(post)
