"""Users and posts."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables; without AUTOINCREMENT, SQLite would reuse the id of a deleted last row."""
    op.create_table(
        "users",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("username", sa.String(50), nullable=False),
        sa.Column("email", sa.String(120), nullable=False),
        sa.Column("image_file", sa.String(200)),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("username", name=op.f("uq_users_username")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
        sa.CheckConstraint("length(username) BETWEEN 1 AND 50", name=op.f("ck_users_username_length")),
        sa.CheckConstraint("length(email) BETWEEN 1 AND 120", name=op.f("ck_users_email_length")),
        sa.CheckConstraint("length(image_file) BETWEEN 1 AND 200", name=op.f("ck_users_image_file_length")),
        sa.CheckConstraint("replace(image_file, '/', '') = image_file", name=op.f("ck_users_image_file_name_alone")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "posts",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("title", sa.String(100), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("user_id", sa.Integer, nullable=False),
        sa.Column("date_posted", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_posts_user_id"), ondelete="CASCADE"),
        sa.CheckConstraint("length(title) BETWEEN 1 AND 100", name=op.f("ck_posts_title_length")),
        sa.CheckConstraint("length(content) BETWEEN 1 AND 50000", name=op.f("ck_posts_content_length")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("posts")
    op.drop_table("users")
