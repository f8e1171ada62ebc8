"""The application factory."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from operator import attrgetter
from pathlib import Path

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from fastapi.staticfiles import StaticFiles

from blog import document, errors, migrations
from blog.database import Database
from blog.middleware import BodyLimitMiddleware, HeadMiddleware
from blog.routes import pages, posts, users
from blog.settings import Settings


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the blog on the database and the media directory of the settings, by default those of the environment.

    Nothing is connected, made or changed before the app starts. Raises DatabaseURLError.
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

    app = FastAPI(
        title="Touchstone blog",
        version="1.0.0",
        description=document.DESCRIPTION,
        openapi_tags=document.TAGS,
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
    return app
