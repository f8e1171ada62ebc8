"""The pages, for people."""

from fastapi import APIRouter, Request, Response

from blog import queries
from blog.dependencies import DatabaseDep, PathId
from blog.paging import PageDep
from blog.rendering import render
from blog.schemas import PostResponse, UserResponse

router = APIRouter(include_in_schema=False)


@router.get("/posts")
@router.get("/")
def home(request: Request, page: PageDep, database: DatabaseDep) -> Response:
    """Show all posts, newest first."""
    with database.reading() as session:
        posts, older = page.split(queries.list_posts(session, page))
        return render(
            request, "home.html", {"posts": [PostResponse.model_validate(post) for post in posts], "older": older}
        )


@router.get("/posts/{post_id}")
def post_page(request: Request, post_id: PathId, database: DatabaseDep) -> Response:
    """Show one post."""
    with database.reading() as session:
        post = PostResponse.model_validate(queries.get_post(session, post_id))
        return render(request, "post.html", {"post": post})


@router.get("/users/{user_id}/posts")
def user_posts_page(request: Request, user_id: PathId, page: PageDep, database: DatabaseDep) -> Response:
    """Show one user's posts, newest first."""
    with database.reading() as session:
        user = UserResponse.model_validate(queries.get_user(session, user_id))
        posts, older = page.split(queries.list_posts(session, page, user_id))
        context = {"user": user, "posts": [PostResponse.model_validate(post) for post in posts], "older": older}
        return render(request, "user_posts.html", context)
