"""The pages, for people."""

from fastapi import APIRouter, Request, Response

from blog import queries
from blog.dependencies import DatabaseDep, PageDep, PathId, PrefixDep
from blog.rendering import render
from blog.schemas import PostResponse, UserResponse

router = APIRouter(include_in_schema=False)


@router.get("/posts")
@router.get("/")
def home(request: Request, page: PageDep, database: DatabaseDep, prefix: PrefixDep) -> Response:
    """Show all posts, newest first."""
    with database.reading() as session:
        posts, next_query = page.split(queries.list_posts(session, page))
        context = {"posts": [PostResponse.of(post, prefix) for post in posts], "next_query": next_query}
        return render(request, "home.html", context)


@router.get("/posts/{post_id}")
def post_page(request: Request, post_id: PathId, database: DatabaseDep, prefix: PrefixDep) -> Response:
    """Show one post."""
    with database.reading() as session:
        post = PostResponse.of(queries.get_post(session, post_id), prefix)
        return render(request, "post.html", {"post": post})


@router.get("/users/{user_id}/posts")
def user_posts_page(
    request: Request, user_id: PathId, page: PageDep, database: DatabaseDep, prefix: PrefixDep
) -> Response:
    """Show one user's posts, newest first."""
    with database.reading() as session:
        user = UserResponse.of(queries.get_user(session, user_id), prefix)
        posts, next_query = page.split(queries.list_posts(session, page, user_id))
        shown = [PostResponse.of(post, prefix) for post in posts]
        return render(request, "user_posts.html", {"user": user, "posts": shown, "next_query": next_query})
