"""What the hub remembers, as SQLAlchemy models; ``hub/migrations`` brings a database to this shape."""

import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Float, Index, Integer, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Moment(TypeDecorator[datetime.datetime]):
    """A point in time. Kept as UTC without a zone, which SQLite and PostgreSQL store alike; always read as UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime.datetime | None, dialect: Dialect) -> datetime.datetime | None:
        """``value`` in UTC. Raises ValueError on a time without a zone: nobody knows when that is."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(datetime.UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime.datetime | None, dialect: Dialect) -> datetime.datetime | None:
        return None if value is None else value.replace(tzinfo=datetime.UTC)


class Base(DeclarativeBase):
    """All tables of the hub."""


# AUTOINCREMENT needs SQLite's own INTEGER; PostgreSQL counts on in 64 bits.
Count = BigInteger().with_variant(Integer, "sqlite")


class Screen(Base):
    """One screen of the hall, as it last reported itself. ``seen_at`` is the hub's clock, never the screen's."""

    __tablename__ = "hub_screens"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    profile: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16))
    release: Mapped[str] = mapped_column(String(64))
    data_version: Mapped[str] = mapped_column(String(64))
    page: Mapped[str | None] = mapped_column(String(200))
    lang: Mapped[str | None] = mapped_column(String(16))
    memory_mb: Mapped[float | None] = mapped_column(Float)
    waiting_events: Mapped[int | None]  # visit events the screen still holds
    dropped_events: Mapped[int | None]  # those it has thrown away, the oldest first, because it held too many
    away_s: Mapped[int | None]  # seconds the hub was out of its reach the last time
    first_seen_at: Mapped[datetime.datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime.datetime] = mapped_column(Moment)


class Command(Base):
    """One command for one screen. It waits while ``outcome`` is empty; then it is done, failed, expired or superseded, for good."""

    __tablename__ = "hub_commands"
    __table_args__ = (Index("hub_commands_waiting", "screen_id", "outcome"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Count, primary_key=True)
    screen_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime.datetime] = mapped_column(Moment)
    created_by: Mapped[str] = mapped_column(String(32))
    expires_at: Mapped[datetime.datetime | None] = mapped_column(Moment)
    outcome: Mapped[str | None] = mapped_column(String(16))
    detail: Mapped[str | None] = mapped_column(String(200))
    ended_at: Mapped[datetime.datetime | None] = mapped_column(Moment)


class Standing(Base):
    """What holds for every screen until it is changed, by name: ``hours``; ``follow``, {all, screens: {screen: read token}}."""

    __tablename__ = "hub_standing"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[dict[str, Any]] = mapped_column(JSON)


class Note(Base):
    """What an organiser wants the next one to know, about one screen or (``screen_id`` empty) the hall."""

    __tablename__ = "hub_notes"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Count, primary_key=True)
    screen_id: Mapped[str | None] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime.datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(String(32))


class Audit(Base):
    """Who (the name of a token, not a person) did what to which screen (``*`` = all of them)."""

    __tablename__ = "hub_audit"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Count, primary_key=True)
    at: Mapped[datetime.datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(String(32))
    action: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(64))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)


class Event(Base):
    """One thing a visit did. The screen made ``batch`` and ``n``: together they are kept once, however often they are sent."""

    __tablename__ = "hub_events"
    __table_args__ = (Index("hub_events_at", "at"), Index("hub_events_kind", "kind", "at"))

    batch: Mapped[str] = mapped_column(String(36), primary_key=True)
    n: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    screen_id: Mapped[str] = mapped_column(String(64))
    visit: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime.datetime] = mapped_column(Moment)
    received_at: Mapped[datetime.datetime] = mapped_column(Moment)
    lang: Mapped[str] = mapped_column(String(16))
    page: Mapped[str | None] = mapped_column(String(200))
    dwell_ms: Mapped[int | None]
    story: Mapped[str | None] = mapped_column(String(64))
    steps_seen: Mapped[int | None]
    finished: Mapped[bool | None]
    poll: Mapped[str | None] = mapped_column(String(64))
    answer: Mapped[str | None] = mapped_column(String(64))
    x_pct: Mapped[int | None]
    y_pct: Mapped[int | None]
