"""The pages, for people."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from blog import queries
from blog.dependencies import Before, DatabaseDep, Limit, PathId
from blog.paging import Page
from blog.paths import prefix
from blog.rendering import render
from blog.schemas import PostResponse, UserResponse

LENGTH = 20  # posts, by default; a list of the API has more

router = APIRouter(include_in_schema=False)


async def _get_page(limit: Limit = LENGTH, before: Before = None) -> Page:
    return Page(limit, before)


PageDep = Annotated[Page, Depends(_get_page)]


@router.get("/posts")
@router.get("/")
def home(request: Request, page: PageDep, database: DatabaseDep) -> Response:
    """Show all posts, newest first."""
    with database.autocommit() as connection:
        posts, next_query = page.split(queries.list_posts(connection, page))
    shown = PostResponse.of_each(posts, prefix(request))
    return render(request, "home.html", {"posts": shown, "next_query": next_query})


@router.get("/posts/{post_id}")
def post_page(request: Request, post_id: PathId, database: DatabaseDep) -> Response:
    """Show one post."""
    with database.autocommit() as connection:
        post = PostResponse.of(queries.get_post(connection, post_id), prefix(request))
    return render(request, "post.html", {"post": post})


@router.get("/users/{user_id}/posts")
def user_posts_page(request: Request, user_id: PathId, page: PageDep, database: DatabaseDep) -> Response:
    """Show one user's posts, newest first."""
    with database.reading() as session:
        user = UserResponse.of(queries.get_user(session, user_id), prefix(request))
        posts, next_query = page.split(queries.list_posts(session, page, user_id))
    shown = PostResponse.of_each(posts, prefix(request))
    return render(request, "user_posts.html", {"user": user, "posts": shown, "next_query": next_query})
