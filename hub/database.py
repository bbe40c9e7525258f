"""The hub's database: SQLite or PostgreSQL by setting, opened when first asked, given up quickly when it does not answer."""

import contextlib
import logging
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

MIGRATIONS = Path(__file__).parent / "migrations"
PAUSE_S = 10.0  # seconds nobody asks again after a failure, so that waiting requests never fill the server's threads
PATIENCE_MS = 3000  # milliseconds a statement, a lock or a connection may take
MIGRATION_LOCK = 20142022  # PostgreSQL advisory lock: one process changes the shape, the others wait
log = logging.getLogger(__name__)


class Unreachable(RuntimeError):
    """The database does not answer; try again later. What is on the screens does not change by it."""


class Database:
    """One database by its address, such as ``sqlite:///var/hub.sqlite`` or ``postgresql://hub@127.0.0.1/hub``.

    Raises ValueError, in words, when the address is of neither kind.
    """

    def __init__(self, url: str):
        try:
            self.url = make_url(url)
        except ArgumentError:
            raise ValueError("HUB_DATABASE_URL is no address; write sqlite:///var/hub.sqlite or postgresql://…") from None
        kind = self.url.get_backend_name()
        if kind not in ("sqlite", "postgresql"):
            raise ValueError(f"HUB_DATABASE_URL starts with {kind}; write sqlite:///var/hub.sqlite or postgresql://…")
        self.is_sqlite = kind == "sqlite"
        if not self.is_sqlite:
            self.url = self.url.set(drivername="postgresql+psycopg")
        self._engine: Engine | None = None
        self._opening = threading.Lock()
        self._closed_until = 0.0

    @contextlib.contextmanager
    def writing(self, durable: bool = True) -> Iterator[Session]:
        """A transaction that is kept when the block ends well. Raises Unreachable.

        ``durable`` waits for the disk, so a power cut takes nothing back. Without it a killed process loses nothing, but a
        power cut may cost the last moment: right for what the next heartbeat says again, and much cheaper.
        """
        with self._session({"hub_durable": durable}) as session:
            if not durable and not self.is_sqlite:
                session.execute(text("SET LOCAL synchronous_commit = off"))
            yield session

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """A look that changes nothing and stops nobody from writing. Raises Unreachable."""
        with self._session({"hub_reading": True}) as session:
            yield session

    @contextlib.contextmanager
    def _session(self, options: dict[str, Any]) -> Iterator[Session]:
        engine = self._opened()
        try:
            with Session(engine.execution_options(**options), expire_on_commit=False) as session, session.begin():
                yield session
        except (DBAPIError, PoolTimeout) as error:
            self._give_up(error)

    def insert(self, table: type[Any]) -> "sqlite.Insert | postgresql.Insert":
        """An INSERT into ``table`` that knows ON CONFLICT."""
        return (sqlite.insert if self.is_sqlite else postgresql.insert)(table)

    def check(self) -> None:
        """Bring the tables to shape and read once. Raises Unreachable with the reason."""
        with self.reading() as session:
            session.execute(text("SELECT count(*) FROM hub_screens"))

    def close(self) -> None:
        """Let go of every connection."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def _opened(self) -> Engine:
        if self._engine is not None and time.monotonic() >= self._closed_until:
            return self._engine
        if time.monotonic() < self._closed_until:
            raise Unreachable("the hub's database did not answer a moment ago")
        if not self._opening.acquire(timeout=0 if self._closed_until else PATIENCE_MS / 1000):
            raise Unreachable("the hub's database is being opened")
        try:
            if self._engine is None:
                engine = self._made()
                with engine.begin() as connection:
                    self._shape(connection)
                self._engine = engine
            elif self._closed_until:
                with self._engine.execution_options(hub_reading=True).connect() as connection:
                    connection.execute(text("SELECT 1"))
            self._closed_until = 0.0
            return self._engine
        except (SQLAlchemyError, OSError) as error:
            self._give_up(error)
            raise
        finally:
            self._opening.release()

    def _give_up(self, error: Exception) -> None:
        """A short sentence in the log; the address of the database, which may hold a password, is not part of it."""
        first = str(getattr(error, "orig", error)).strip().splitlines()
        log.warning("hub database: %s", first[0] if first else type(error).__name__)
        self._closed_until = time.monotonic() + PAUSE_S
        raise Unreachable(first[0] if first else type(error).__name__) from error

    def _made(self) -> Engine:
        if self.is_sqlite:
            if self.url.database and self.url.database != ":memory:":
                Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
            engine = create_engine(self.url, connect_args={"timeout": PATIENCE_MS / 1000, "check_same_thread": False})
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
            return engine
        try:
            return create_engine(
                self.url,
                pool_size=4,
                max_overflow=0,
                pool_timeout=PATIENCE_MS / 1000,
                pool_pre_ping=True,
                connect_args={
                    "connect_timeout": PATIENCE_MS // 1000,
                    "tcp_user_timeout": PATIENCE_MS,
                    "keepalives_idle": 5,
                    "options": f"-c statement_timeout={PATIENCE_MS} -c lock_timeout={PATIENCE_MS}",
                },
            )
        except (NoSuchModuleError, ImportError) as error:
            raise Unreachable("the driver psycopg is not installed") from error

    def _shape(self, connection: Connection) -> None:
        if not self.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Readers beside one writer."""
    connection.isolation_level = None  # sqlite3 would begin by itself, and too late to lock
    for pragma in ("journal_mode=WAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Writers take their turn at the beginning: a lock asked for halfway would fail at once instead of waiting."""
    options = connection.get_execution_options()
    reading = options.get("hub_reading")
    connection.exec_driver_sql(f"PRAGMA synchronous={'FULL' if options.get('hub_durable', True) else 'NORMAL'}")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
