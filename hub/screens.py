"""Heartbeats, commands, notes and the audit trail: plain functions on a database session."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from hub.database import Database
from hub.doors import Problem
from hub.tables import Audit, Command, Note, Screen, Standing

MOST_SCREENS = 1000
MOST_COMMANDS = 20  # of one answer to a heartbeat
ALL = "*"
OFFLINE = "offline"
LATE_BEATS = 3  # heartbeats missed until a screen is called offline
LONGEST_NOTE = 1000
PLAIN = {"synchronize_session": False}  # of an UPDATE of rows this session has not read: nothing is looked for to bring up to date
ITSELF = ""  # who did what no token did: the screen
# A new command takes the place of one of its group that still waits: a screen that was off all day is not restarted five times.
GROUPS = (("restart", "reload"), ("sleep", "wake"), ("message",), ("follow",), ("hours",))
# Seconds after which a command that was not fetched is let go; the others wait until they are replaced.
EXPIRES_S = {"restart": 3600, "reload": 3600, "message": 600}


@dataclass(frozen=True)
class Seen:
    """A screen as the hub shows it: its last report, ``age_s`` since then; ``state`` is offline when too many beats are missed."""

    screen: Screen
    age_s: float
    state: str
    waiting: Sequence[Command]
    last: Command | None  # the command that ended last


def now() -> datetime.datetime:
    """The hub's clock, UTC."""
    return datetime.datetime.now(datetime.UTC)


def heartbeat(
    database: Database, session: Session, beat: Mapping[str, Any], at: datetime.datetime, beat_s: int
) -> dict[str, Any]:
    """Keep what a screen reports and take its acknowledgements; the answer for it: commands that wait, opening hours.

    A command stays in the answers until it is acknowledged, and is acknowledged once: the first outcome counts
    (``taken``), later ones are told so (``already``); an id that was never this screen's is ``unknown``.
    Raises Problem 409 when there are too many screens.
    """
    _welcome(session, beat, at, beat_s)
    _keep(database, session, beat, at)
    taken = [_acknowledge(session, beat["screen"], one, at) for one in beat.get("acknowledged", ())]
    holds = standing(session)
    return {
        "now_ms": milliseconds(at),
        "acknowledged": taken,
        "commands": _waiting(session, beat["screen"], at),
        "hours": holds.get("hours"),
        "follow": _followed(holds, beat["screen"]),
    }


def _welcome(session: Session, beat: Mapping[str, Any], at: datetime.datetime, beat_s: int) -> None:
    """A line of the audit trail for a screen that was offline and is back: for how long, and how much of that it worked alone."""
    before = session.scalar(select(Screen.seen_at).where(Screen.id == beat["screen"]))
    if before and _is_late(before, at, beat_s):
        away = {"away_s": round((at - before).total_seconds()), "alone_s": beat.get("alone_s")}
        record(session, ITSELF, "back", beat["screen"], away, at)


def _is_late(seen_at: datetime.datetime, at: datetime.datetime, beat_s: int) -> bool:
    return (at - seen_at).total_seconds() > LATE_BEATS * beat_s


def _keep(database: Database, session: Session, beat: Mapping[str, Any], at: datetime.datetime) -> None:
    values = {
        "profile": beat["profile"],
        "state": beat["state"],
        "release": beat["release"],
        "data_version": beat["data"],
        "page": beat.get("page"),
        "lang": beat.get("lang"),
        "memory_mb": beat.get("memory_mb"),
        "waiting_events": beat.get("waiting_events"),
        "dropped_events": beat.get("dropped_events"),
        "away_s": beat.get("away_s"),
        "seen_at": at,
    }
    known = session.execute(update(Screen).where(Screen.id == beat["screen"]).values(**values), execution_options=PLAIN)
    if known.rowcount:
        return
    if session.scalar(select(func.count()).select_from(Screen)) >= MOST_SCREENS:
        raise Problem(409, "Too many screens", f"The hub knows {MOST_SCREENS} screens; forget old ones on its page.")
    fresh = database.insert(Screen).values(id=beat["screen"], first_seen_at=at, **values)
    session.execute(fresh.on_conflict_do_update(index_elements=["id"], set_=values))


def _acknowledge(session: Session, screen: str, one: Mapping[str, Any], at: datetime.datetime) -> dict[str, Any]:
    mine = (Command.id == int(one["id"]), Command.screen_id == screen)
    ended = {"outcome": one["outcome"], "detail": one.get("detail"), "ended_at": at}
    first = session.execute(update(Command).where(*mine, Command.outcome.is_(None)).values(**ended), execution_options=PLAIN)
    if first.rowcount:
        return {"id": int(one["id"]), "status": "taken"}
    known = session.scalar(select(Command.id).where(*mine))
    return {"id": int(one["id"]), "status": "already" if known else "unknown"}


def _waiting(session: Session, screen: str, at: datetime.datetime) -> list[dict[str, Any]]:
    """The commands for a screen, oldest first. Nothing is written unless one has expired: heartbeats stay cheap."""
    asked = select(Command.id, Command.kind, Command.payload, Command.expires_at)
    found = session.execute(asked.where(Command.screen_id == screen, Command.outcome.is_(None)).order_by(Command.id)).all()
    late = {one.id for one in found if one.expires_at is not None and one.expires_at <= at}
    if late:
        ended = update(Command).where(Command.id.in_(late), Command.outcome.is_(None)).values(outcome="expired", ended_at=at)
        session.execute(ended, execution_options=PLAIN)
    commands = [{"id": one.id, "kind": one.kind, "payload": one.payload} for one in found if one.id not in late]
    return commands[:MOST_COMMANDS]


def restarted(session: Session, screen: str, number: int, at: datetime.datetime) -> None:
    """The machine of a screen has carried out a restart."""
    _acknowledge(session, screen, {"id": number, "outcome": "done"}, at)


def restart(session: Session, screen: str, at: datetime.datetime, beat_s: int) -> int | None:
    """The restart that waits for the machine of a screen; None while a visitor is there."""
    known = session.get(Screen, screen)
    if known is None or (known.state == "explore" and not _is_late(known.seen_at, at, beat_s)):
        return None
    mine = (Command.screen_id == screen, Command.kind == "restart")
    return session.scalar(select(Command.id).where(*mine, Command.outcome.is_(None), Command.expires_at > at))


def order(session: Session, who: str, asked: Mapping[str, Any], at: datetime.datetime) -> list[int]:
    """Queue a command for one screen or all of them; the ids, one a screen. Raises Problem 404 on an unknown screen.

    ``hours`` for all screens and ``follow`` also stand: every later heartbeat carries them, so a new or wiped screen has them too.
    """
    screen, kind, payload = asked["screen"], asked["kind"], asked["payload"]
    known = select(Screen.id).order_by(Screen.id)
    ids = list(session.scalars(known if screen == ALL else known.where(Screen.id == screen)))
    if not ids and screen != ALL:
        raise Problem(404, "Unknown screen", f"No screen {screen!r} has reported.")
    if kind == "hours" and screen == ALL:
        session.merge(Standing(name="hours", value=payload))
    if kind == "follow":
        _stand(session, screen, payload.get("talk"))
    group = next(group for group in GROUPS if kind in group)
    session.execute(
        update(Command)
        .where(Command.screen_id.in_(ids), Command.kind.in_(group), Command.outcome.is_(None))
        .values(outcome="superseded", ended_at=at)
    )
    expires = at + datetime.timedelta(seconds=EXPIRES_S[kind]) if kind in EXPIRES_S else None
    made = [Command(screen_id=one, kind=kind, payload=payload, created_at=at, created_by=who, expires_at=expires) for one in ids]
    session.add_all(made)
    record(session, who, kind, screen, payload, at)
    session.flush()
    return [one.id for one in made]


def note(session: Session, who: str, screen: str, text: str, at: datetime.datetime) -> None:
    """Keep a note on one screen, or on the hall (``*``). Raises Problem 422 when there is no text or too much."""
    text = " ".join(text.split())
    if not text or len(text) > LONGEST_NOTE or not text.isprintable():
        raise Problem(422, "No note", f"Write 1 to {LONGEST_NOTE} characters.")
    if screen != ALL and session.get(Screen, screen) is None:
        raise Problem(404, "Unknown screen", f"No screen {screen[:64]!r} has reported.")
    session.add(Note(screen_id=None if screen == ALL else screen, text=text, at=at, by=who))
    record(session, who, "note", screen, {}, at)


def forget(session: Session, who: str, screen: str, at: datetime.datetime) -> None:
    """Take a screen that is gone off the list, with its commands; notes, visits and audit trail stay. Raises Problem 404."""
    if not session.execute(delete(Screen).where(Screen.id == screen)).rowcount:
        raise Problem(404, "Unknown screen", f"No screen {screen[:64]!r} has reported.")
    session.execute(delete(Command).where(Command.screen_id == screen))
    record(session, who, "forget", screen, {}, at)


def record(session: Session, who: str, action: str, subject: str, detail: Mapping[str, Any], at: datetime.datetime) -> None:
    """A line of the audit trail. It is only ever added to."""
    session.add(Audit(at=at, by=who, action=action, subject=subject, detail=dict(detail)))


def seen(session: Session, beat_s: int, at: datetime.datetime) -> list[Seen]:
    """Every screen by name, with what waits for it and what it did last."""
    waiting: dict[str, list[Command]] = {}
    open_ones = select(Command).where(Command.outcome.is_(None)).order_by(Command.id)
    for one in session.scalars(open_ones):
        if one.expires_at is None or one.expires_at > at:
            waiting.setdefault(one.screen_id, []).append(one)
    newest = select(func.max(Command.id)).where(Command.outcome.in_(("done", "failed"))).group_by(Command.screen_id)
    last = {one.screen_id: one for one in session.scalars(select(Command).where(Command.id.in_(newest)))}
    found = []
    for screen in session.scalars(select(Screen).order_by(Screen.id)):
        age = max(0.0, (at - screen.seen_at).total_seconds())
        state = OFFLINE if _is_late(screen.seen_at, at, beat_s) else screen.state
        found.append(Seen(screen, age, state, waiting.get(screen.id, ()), last.get(screen.id)))
    return found


def notes(session: Session, most: int = 30) -> list[Note]:
    """The newest notes first."""
    return list(session.scalars(select(Note).order_by(Note.id.desc()).limit(most)))


def trail(session: Session, most: int = 50) -> list[Audit]:
    """The newest lines of the audit trail first."""
    return list(session.scalars(select(Audit).order_by(Audit.id.desc()).limit(most)))


def standing(session: Session) -> dict[str, Any]:
    """What holds for all screens, by name: ``hours`` and ``follow``, each only once somebody has set it."""
    return {one.name: one.value for one in session.execute(select(Standing.name, Standing.value))}


def _followed(holds: Mapping[str, Any], screen: str) -> str | None:
    """The read token of the talk a screen is to show; None when it follows none."""
    follow = holds.get("follow")
    return follow["screens"].get(screen, follow["all"]) if follow else None


def _stand(session: Session, screen: str, talk: str | None) -> None:
    """What ``screen`` follows from now on; said of all it holds for each, also for those that come later."""
    standing = session.get(Standing, "follow")
    before = standing.value if standing else {"all": None, "screens": {}}
    each = {} if screen == ALL else {**before["screens"], screen: talk}
    session.merge(Standing(name="follow", value={"all": talk if screen == ALL else before["all"], "screens": each}))


def milliseconds(at: datetime.datetime) -> int:
    """Milliseconds since 1970, as ``Date.now()`` of a browser gives them."""
    return int(at.timestamp() * 1000)
