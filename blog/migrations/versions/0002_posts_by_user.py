"""Posts are found by their user, newest first, without looking at anybody else's."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_posts_user_id_id", "posts", ["user_id", "id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_posts_user_id_id", "posts")
