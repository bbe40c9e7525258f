"""How long a screen was away, and what it threw away."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("dropped_events", "away_s"):
        op.add_column("hub_screens", sa.Column(name, sa.Integer))


def downgrade() -> None:
    for name in ("dropped_events", "away_s"):
        op.drop_column("hub_screens", name)
