"""Screens, commands, notes, audit trail, visits."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

COUNT = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "hub_screens",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("profile", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("release", sa.String(64), nullable=False),
        sa.Column("data_version", sa.String(64), nullable=False),
        sa.Column("page", sa.String(200)),
        sa.Column("lang", sa.String(16)),
        sa.Column("memory_mb", sa.Float),
        sa.Column("waiting_events", sa.Integer),
        sa.Column("first_seen_at", sa.DateTime, nullable=False),
        sa.Column("seen_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "hub_commands",
        sa.Column("id", COUNT, primary_key=True),
        sa.Column("screen_id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("created_by", sa.String(32), nullable=False),
        sa.Column("expires_at", sa.DateTime),
        sa.Column("outcome", sa.String(16)),
        sa.Column("detail", sa.String(200)),
        sa.Column("ended_at", sa.DateTime),
        sqlite_autoincrement=True,
    )
    op.create_index("hub_commands_waiting", "hub_commands", ["screen_id", "outcome"])
    op.create_table(
        "hub_standing",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("value", sa.JSON, nullable=False),
    )
    op.create_table(
        "hub_notes",
        sa.Column("id", COUNT, primary_key=True),
        sa.Column("screen_id", sa.String(64)),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "hub_audit",
        sa.Column("id", COUNT, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("detail", sa.JSON, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "hub_events",
        sa.Column("batch", sa.String(36), primary_key=True),
        sa.Column("n", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("screen_id", sa.String(64), nullable=False),
        sa.Column("visit", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("received_at", sa.DateTime, nullable=False),
        sa.Column("lang", sa.String(16), nullable=False),
        sa.Column("page", sa.String(200)),
        sa.Column("dwell_ms", sa.Integer),
        sa.Column("story", sa.String(64)),
        sa.Column("steps_seen", sa.Integer),
        sa.Column("finished", sa.Boolean),
        sa.Column("poll", sa.String(64)),
        sa.Column("answer", sa.String(64)),
        sa.Column("x_pct", sa.Integer),
        sa.Column("y_pct", sa.Integer),
    )
    op.create_index("hub_events_at", "hub_events", ["at"])
    op.create_index("hub_events_kind", "hub_events", ["kind", "at"])


def downgrade() -> None:
    for table in ("hub_events", "hub_audit", "hub_notes", "hub_standing", "hub_commands", "hub_screens"):
        op.drop_table(table)
