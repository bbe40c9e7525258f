"""``/hub/api``: what screens post and what organisers' scripts ask; docs/hub.md is the contract."""

import functools
import logging
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request
from werkzeug.exceptions import HTTPException

from hub import schemas, screens, visits
from hub.database import Unreachable
from hub.doors import Problem
from hub.opened import Hub

blueprint = Blueprint("hub_api", __name__, url_prefix="/hub/api")
log = logging.getLogger(__name__)


def hub() -> Hub:
    """The hub of this application."""
    return current_app.extensions["hub"]


def said(view: Callable[..., Response]) -> Callable[..., Response]:
    """Every failure of ``view`` as a JSON problem; a database that does not answer is 503 with Retry-After."""

    @functools.wraps(view)
    def answer(**values: Any) -> Response:
        try:
            given = view(**values)
        except Problem as problem:
            return problem.response()
        except Unreachable:
            late = Problem(503, "The hub cannot remember now", "Its database does not answer; keep all and try again.").response()
            late.headers["Retry-After"] = "10"
            return late
        except HTTPException:
            raise
        except Exception:
            log.exception("%s failed", request.path)
            return Problem(500, "The hub failed", "The reason stands in the server's log.").response()
        given.headers["Cache-Control"] = "no-store"
        return given

    return answer


@blueprint.post("/heartbeat")
@said
def heartbeat() -> Response:
    """A screen is alive: its state in, its commands out."""
    here = hub()
    here.doors().require_screen(request)
    beat = schemas.heartbeat(schemas.body(request, schemas.HEARTBEAT_BYTES))
    database = here.database()
    with database.writing(durable=bool(beat.get("acknowledged"))) as session:
        answer = screens.heartbeat(database, session, beat, screens.now(), here.beat_s)
    return jsonify(**answer, next_s=here.beat_s, visits=here.visits)


@blueprint.post("/restart")
@said
def restart() -> Response:
    """What the machine of a screen asks beside its page, which cannot end its own browser (deploy/kiosk/start)."""
    here = hub()
    here.doors().require_screen(request)
    asked = schemas.restart(schemas.body(request, schemas.HEARTBEAT_BYTES))
    at = screens.now()
    if "restarted" in asked:
        with here.database().writing() as session:
            screens.restarted(session, asked["screen"], asked["restarted"], at)
    with here.database().reading() as session:
        return jsonify(restart=screens.restart(session, asked["screen"], at, here.beat_s))


@blueprint.post("/visits")
@said
def keep_visits() -> Response:
    """A batch of events, kept once; with visits turned off it is read by nobody."""
    here = hub()
    here.doors().require_screen(request)
    if not here.visits:
        return jsonify(new=0, already=0, visits=False)
    batch = schemas.visits(schemas.body(request, schemas.VISITS_BYTES))
    database = here.database()
    with database.writing() as session:
        kept = visits.keep(database, session, batch, screens.now())
    return jsonify(**kept, visits=True)


@blueprint.get("/screens")
@said
def list_screens() -> Response:
    """Every screen with its age, for scripts."""
    here = hub()
    here.doors().require_organiser(request)
    at = screens.now()
    with here.database().reading() as session:
        found = screens.seen(session, here.beat_s, at)
    return jsonify(now_ms=screens.milliseconds(at), screens=[_screen(one) for one in found])


@blueprint.post("/commands")
@said
def command() -> Response:
    """A command for one screen or all of them, for scripts."""
    here = hub()
    who = here.doors().require_organiser(request)
    asked = schemas.command(schemas.body(request, schemas.COMMAND_BYTES))
    with here.database().writing() as session:
        ids = screens.order(session, who, asked, screens.now())
    answer = jsonify(commands=ids)
    answer.status_code = 201
    return answer


def _screen(one: screens.Seen) -> dict[str, Any]:
    screen = one.screen
    return {
        "screen": screen.id,
        "profile": screen.profile,
        "state": one.state,
        "age_s": round(one.age_s, 1),
        "release": screen.release,
        "data": screen.data_version,
        "page": screen.page,
        "lang": screen.lang,
        "memory_mb": screen.memory_mb,
        "waiting_events": screen.waiting_events,
        "dropped_events": screen.dropped_events,
        "away_s": screen.away_s,
        "commands": [{"id": waiting.id, "kind": waiting.kind} for waiting in one.waiting],
    }
