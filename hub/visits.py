"""What visitors looked at, without knowing who: batches kept exactly once, sums of them, and CSV."""

import csv
import datetime
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from hub.database import Database
from hub.tables import Audit, Event

MOST_BEHIND = datetime.timedelta(days=400)  # an event is never dated further back: a screen's clock may have been wrong
# Column of the CSV, and what stands in it.
COLUMNS = (
    ("at", "at (UTC, ISO 8601; by the hub's clock)"),
    ("screen_id", "screen"),
    ("visit", "visit (random, one a visit; names nobody)"),
    ("kind", "kind (page, story, dead_touch, poll)"),
    ("lang", "language"),
    ("page", "page"),
    ("dwell_ms", "dwell (ms; idle tail cut off)"),
    ("story", "story"),
    ("steps_seen", "steps seen (count)"),
    ("finished", "story finished (true, false)"),
    ("poll", "poll"),
    ("answer", "answer"),
    ("x_pct", "dead touch, from the left (% of width)"),
    ("y_pct", "dead touch, from the top (% of height)"),
    ("batch", "batch (random, one a delivery)"),
    ("n", "number in the batch"),
)


@dataclass(frozen=True)
class Counted:
    """A name and what was counted for it: ``events``, ``visits`` among which they fell, ``seconds`` (dwell, where there is one)."""

    name: str
    events: int
    visits: int
    seconds: float = 0.0


@dataclass(frozen=True)
class Summary:
    """The sums of the days from ``since`` on."""

    since: datetime.datetime
    visits: int
    by_page: list[Counted]
    by_language: list[Counted]
    by_story: list[Counted]  # events = started, visits = those of them that were finished
    dead_touches: list[Counted]


def keep(database: Database, session: Session, batch: Mapping[str, Any], at: datetime.datetime) -> dict[str, int]:
    """Keep the events that are not there yet: {new, already}. The same batch sent again changes nothing.

    Times are moved from the screen's clock to the hub's by the difference at sending (``sent_at_ms``), and kept out of
    the future.
    """
    shift = at.timestamp() * 1000 - batch["sent_at_ms"]
    rows = [_row(batch, one, shift, at) for one in batch["events"]]
    insert = database.insert(Event).on_conflict_do_nothing(index_elements=["batch", "n"]).returning(Event.n)
    new = len(session.execute(insert, rows).all())      # rows beside the statement: it is compiled once, not for each batch
    return {"new": new, "already": len(rows) - new}


def _row(batch: Mapping[str, Any], one: Mapping[str, Any], shift: float, at: datetime.datetime) -> dict[str, Any]:
    when = datetime.datetime.fromtimestamp((one["at_ms"] + shift) / 1000, datetime.UTC)
    whole = {name: None if one.get(name) is None else int(one[name]) for name in ("dwell_ms", "steps_seen", "x_pct", "y_pct")}
    text = {name: one.get(name) for name in ("page", "story", "finished", "poll", "answer")}
    return {
        "batch": batch["batch"],
        "n": int(one["n"]),
        "screen_id": batch["screen"],
        "visit": one["visit"],
        "kind": one["kind"],
        "lang": one["lang"],
        "at": min(at, max(at - MOST_BEHIND, when)),
        "received_at": at,
        **whole,
        **text,
    }


def summary(session: Session, since: datetime.datetime) -> Summary:
    """What was looked at since ``since``, most first."""

    def counted(column: Any, *where: Any) -> list[Counted]:
        asked = (
            select(column, func.count(), func.count(func.distinct(Event.visit)), func.coalesce(func.sum(Event.dwell_ms), 0))
            .where(Event.at >= since, column.is_not(None), *where)
            .group_by(column)
            .order_by(func.count().desc(), column)
        )
        return [Counted(name, events, visits, ms / 1000) for name, events, visits, ms in session.execute(asked)]

    finished = {one.name: one.events for one in counted(Event.story, Event.finished.is_(True))}
    return Summary(
        since,
        session.scalar(select(func.count(func.distinct(Event.visit))).where(Event.at >= since)) or 0,
        sorted(counted(Event.page, Event.kind == "page"), key=lambda one: -one.seconds),
        sorted(counted(Event.lang), key=lambda one: -one.visits),
        [Counted(one.name, one.events, finished.get(one.name, 0)) for one in counted(Event.story)],
        counted(Event.page, Event.kind == "dead_touch"),
    )


def tally(session: Session) -> dict[tuple[str, str], int]:
    """{(poll, answer): visits}; a visit counts once a poll, with the last answer it gave."""
    turn = func.row_number().over(partition_by=(Event.visit, Event.poll), order_by=(Event.at.desc(), Event.batch, Event.n.desc()))
    given = select(Event.poll, Event.answer, turn.label("turn")).where(Event.kind == "poll").subquery()
    asked = select(given.c.poll, given.c.answer, func.count()).where(given.c.turn == 1).group_by(given.c.poll, given.c.answer)
    return {(poll, answer): count for poll, answer, count in session.execute(asked)}


def events_csv(database: Database) -> Iterator[str]:
    """Every event as CSV (RFC 4180), oldest first, a thousand rows at a time; the header says the units. Raises Unreachable."""
    yield _lines([[title for _, title in COLUMNS]])
    last: tuple[Any, ...] | None = None
    while True:
        with database.reading() as session:
            rows = list(session.scalars(_after(last).limit(1000)))
        if not rows:
            return
        yield _lines([[_cell(getattr(row, name)) for name, _ in COLUMNS] for row in rows])
        last = (rows[-1].received_at, rows[-1].batch, rows[-1].n)


def _after(last: tuple[Any, ...] | None) -> Select[tuple[Event]]:
    """Pages by place, not by count: what arrives meanwhile shifts nothing."""
    asked = select(Event).order_by(Event.received_at, Event.batch, Event.n)
    if last is None:
        return asked
    received, batch, n = last
    same = (Event.received_at == received) & ((Event.batch > batch) | ((Event.batch == batch) & (Event.n > n)))
    return asked.where((Event.received_at > received) | same)


def poll_csv(counted: Mapping[tuple[str, str], int], polls: list[dict[str, str]]) -> str:
    """Answers of ``polls`` (rows as hub.page.polls gives them) with the visits that chose them; then those no longer asked."""
    head = ["poll", "answer", "question (English)", "question (Chinese)", "answer (English)", "answer (Chinese)", "visits (count)"]
    names = ("poll", "answer", "question_en", "question_zh", "text_en", "text_zh")
    rows = [[*(row[name] for name in names), counted.get((row["poll"], row["answer"]), 0)] for row in polls]
    known = {(row["poll"], row["answer"]) for row in polls}
    rows += [
        [poll, answer, "", "", "", "", count] for (poll, answer), count in sorted(counted.items()) if (poll, answer) not in known
    ]
    return _lines([head, *rows])


def audit_csv(session: Session) -> str:
    """The whole audit trail, oldest first."""
    head = ["at (UTC, ISO 8601)", "by (name of the token)", "action", "screen (* = all)", "detail (JSON)"]
    rows = [
        [_cell(one.at), one.by, one.action, one.subject, _cell(one.detail)]
        for one in session.scalars(select(Audit).order_by(Audit.id))
    ]
    return _lines([head, *rows])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return str(value)


def _lines(rows: list[list[Any]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()
