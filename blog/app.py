"""The application factory."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from operator import attrgetter
from pathlib import Path

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from fastapi.staticfiles import StaticFiles
from starlette.types import ASGIApp

from blog import errors, migrations, openapi, paths
from blog.database import Database
from blog.middleware import BodyLimitMiddleware, HeadMiddleware, PrefixMiddleware, SecurityHeadersMiddleware
from blog.routes import pages, posts, users
from blog.settings import Settings


class Blog(FastAPI):
    """FastAPI with two middlewares around everything, its handler of unexpected errors included."""

    def build_middleware_stack(self) -> ASGIApp:
        """Return the app in its middlewares, the outermost first."""
        return PrefixMiddleware(SecurityHeadersMiddleware(super().build_middleware_stack()))


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the blog with the settings, by default those of the environment.

    It connects to the database and makes its tables when it starts, not before. Raises DatabaseURLError.
    """
    settings = settings or Settings.from_environment()
    database = Database(settings.database_url)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        (settings.media_directory / "profile_pics").mkdir(parents=True, exist_ok=True)
        try:
            await run_in_threadpool(migrations.prepare, database)
            yield
        finally:
            database.dispose()

    app = Blog(
        title="Touchstone blog",
        version="1.0.0",
        description=openapi.DESCRIPTION,
        openapi_tags=openapi.TAGS,
        generate_unique_id_function=attrgetter("name"),
        lifespan=lifespan,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.database = database
    app.add_middleware(BodyLimitMiddleware)
    app.add_middleware(HeadMiddleware)
    errors.install(app)
    app.include_router(users.router)
    app.include_router(posts.router)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    app.mount("/media", StaticFiles(directory=settings.media_directory, check_dir=False), name="media")
    app.state.paths = paths.formats(app)
    return app
