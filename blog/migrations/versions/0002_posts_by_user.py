"""An index finds the posts of one user, newest first."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_posts_user_id_id", "posts", ["user_id", "id"])


def downgrade() -> None:
    """Drop the index."""
    op.drop_index("ix_posts_user_id_id", "posts")
