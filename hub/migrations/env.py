"""What Alembic runs: the connection is given by :mod:`hub.database`, which also holds the lock."""

from alembic import context

from hub.tables import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
