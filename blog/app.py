"""The application factory."""

import gc
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
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


@contextmanager
def _rare_garbage_collection() -> Iterator[None]:
    """Collect garbage less often: a list of posts makes thousands of objects, and none of them is in a cycle."""
    thresholds = gc.get_threshold()
    gc.set_threshold(10_000, *thresholds[1:])
    gc.freeze()  # what the start made lives until the end, and no collection need visit it
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*thresholds)


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
            with _rare_garbage_collection():
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
