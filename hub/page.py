"""``/hub``: every screen, what can be asked of it, notes, audit trail and visits, on one plain page without a script."""

import datetime
import functools
import re
from collections.abc import Callable, Iterator
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for

from data import store
from hub import schemas, screens, visits
from hub.api import hub
from hub.database import Unreachable
from hub.doors import COOKIE, SESSION_S, Problem, Session
from hub.words import ago, clock, language, no_entry, rendered

blueprint = Blueprint("hub", __name__, url_prefix="/hub", template_folder="templates", static_folder="static")
SHOWN_DAYS = 7
MOST_FORM_BYTES = 32_000
SIMPLE = ("restart", "reload", "sleep", "wake")
WHY = {401: "hub.why_form", 403: "hub.why_form", 404: "hub.why_unknown"}  # of a form that failed; else a field


def guarded(view: Callable[..., Any]) -> Callable[..., Any]:
    """Hall network first; a database that does not answer is said in words."""

    @functools.wraps(view)
    def answer(**values: Any) -> Any:
        try:
            hub().doors().require_network(request)
            return view(**values)
        except Problem as problem:
            return no_entry("hub.refused", "hub.proxy" if "proxy" in problem.title else "hub.outside", problem.status)
        except Unreachable:
            return rendered("hub_no_entry.html", 503, title="hub.title", why="hub.down")

    return answer


def done(view: Callable[[Session], str]) -> Callable[..., Any]:
    """A form: checked, carried out, and back to the page, which says how it went."""

    @functools.wraps(view)
    def answer() -> Response:
        said, why = "", ""
        request.max_content_length = MOST_FORM_BYTES
        try:
            said = view(hub().doors().require_form(request))
        except Problem as problem:
            if problem.status == 401:
                return redirect(url_for("hub.home", lang=language()), 303)
            said, why = "failed", WHY.get(problem.status, "hub.why_fields")
        return redirect(url_for("hub.home", lang=language(), said=said, why=why or None), 303)

    return guarded(answer)


@blueprint.get("")
@guarded
def home() -> Response:
    """The page, or the login."""
    here = hub()
    session = here.doors().session(request)
    if session is None:
        return rendered("hub_login.html", 200, wrong=False, talk=_talk())
    at = screens.now()
    with here.database().reading() as reading:
        values = {
            "found": screens.seen(reading, here.beat_s, at),
            "notes": screens.notes(reading),
            "trail": screens.trail(reading),
            "hours": screens.standing(reading).get("hours"),
            "summary": visits.summary(reading, at - datetime.timedelta(days=SHOWN_DAYS)) if here.visits else None,
            "tally": visits.tally(reading) if here.visits else {},
        }
    said = request.args.get("said", "")
    why = request.args.get("why", "")
    return rendered(
        "hub.html",
        who=session.who,
        csrf=here.doors().form_token(session),
        polls=polls(),
        talk=_talk(),
        simple=SIMPLE,
        days=schemas.DAYS,
        ago=ago,
        clock=clock,
        said=said if said in ("ordered", "noted", "forgotten", "failed") else "",
        why=why if why in {*WHY.values(), "hub.why_fields"} else "",
        **values,
    )


@blueprint.post("/login")
@guarded
def login() -> Response:
    """A token against a cookie, which holds a signed name and not the token."""
    here = hub()
    request.max_content_length = MOST_FORM_BYTES
    who = here.doors().name_of(request.form.get("token", "").strip())
    if who is None:
        return rendered("hub_login.html", 401, wrong=True, talk=_talk())
    at = screens.now()
    with here.database().writing() as session:
        screens.record(session, who, "login", screens.ALL, {}, at)
    answer = redirect(url_for("hub.home", lang=language(), talk=_talk() or None), 303)
    answer.set_cookie(
        COOKIE,
        here.doors().signed(who),
        max_age=SESSION_S,
        path="/hub",
        httponly=True,
        samesite="Strict",
        secure=here.doors().is_secure(request),
    )
    return answer


@blueprint.post("/logout")
@guarded
def logout() -> Response:
    """The cookie is taken back; harmless, so no form token is asked for."""
    answer = redirect(url_for("hub.home", lang=language()), 303)
    answer.delete_cookie(COOKIE, path="/hub", httponly=True, samesite="Strict")
    return answer


@blueprint.post("/order")
@done
def order(session: Session) -> str:
    """A command from one of the forms."""
    kind = request.form.get("kind", "")
    asked = schemas.command({"screen": request.form.get("screen", ""), "kind": kind, "payload": _payload(kind)})
    with hub().database().writing() as writing:
        screens.order(writing, session.who, asked, screens.now())
    return "ordered"


@blueprint.post("/note")
@done
def note(session: Session) -> str:
    """A note from the form."""
    with hub().database().writing() as writing:
        screens.note(writing, session.who, request.form.get("screen", screens.ALL), request.form.get("text", ""), screens.now())
    return "noted"


@blueprint.post("/forget")
@done
def forget(session: Session) -> str:
    """A screen that is gone."""
    with hub().database().writing() as writing:
        screens.forget(writing, session.who, request.form.get("screen", ""), screens.now())
    return "forgotten"


@blueprint.get("/visits.csv")
@guarded
def visits_csv() -> Response:
    """Every event."""
    return _csv("visits", lambda: visits.events_csv(hub().database()))


@blueprint.get("/poll.csv")
@guarded
def poll_csv() -> Response:
    """The answers and how often each was given."""

    def written() -> Iterator[str]:
        with hub().database().reading() as reading:
            yield visits.poll_csv(visits.tally(reading), polls())

    return _csv("poll", written)


@blueprint.get("/audit.csv")
@guarded
def audit_csv() -> Response:
    """The whole audit trail."""

    def written() -> Iterator[str]:
        with hub().database().reading() as reading:
            yield visits.audit_csv(reading)

    return _csv("audit", written)


def polls() -> list[dict[str, str]]:
    """The declared polls, one row an answer: poll, answer, question_en, question_zh, text_en, text_zh."""
    questions = store.load("polls").set_index("id")
    return [
        {
            "poll": row["poll"],
            "answer": row["id"],
            "text_en": row["text_en"],
            "text_zh": row["text_zh"],
            "question_en": questions.at[row["poll"], "question_en"],
            "question_zh": questions.at[row["poll"], "question_zh"],
        }
        for row in store.load("poll_answers").sort_values(["poll", "order"]).to_dict("records")
    ]


def _talk() -> str:
    """The read token the lectern sent along, for the form; "" when it sent none."""
    given = request.values.get("talk", "")
    return given if re.fullmatch(schemas.TALK["pattern"], given) else ""


def _payload(kind: str) -> dict[str, Any]:
    """What the form of ``kind`` says; numbers and times are checked by the schema afterwards."""
    form = request.form
    if kind == "message":
        seconds = form.get("seconds", "")
        return {
            "zh": form.get("zh", "").strip(),
            "en": form.get("en", "").strip(),
            "seconds": int(seconds) if seconds.isascii() and seconds.isdigit() and len(seconds) < 6 else seconds,
        }
    if kind == "follow":
        talk = form.get("talk", "").strip().rpartition("/")[2].partition("?")[0]      # an address, or what stands at its end
        return {"on": True, "talk": talk} if form.get("on") == "yes" else {"on": False}
    if kind == "hours":
        week = {day: [form.get(f"{day}-opens", ""), form.get(f"{day}-closes", "")] for day in schemas.DAYS}
        return {"zone": "Asia/Taipei", "week": {day: times if any(times) else None for day, times in week.items()}}
    return {}


def _csv(name: str, written: Callable[[], Iterator[str]]) -> Response:
    """A download for whoever is logged in; its first part is read before the answer begins, so that a failure is still one."""
    session = hub().doors().session(request)
    if session is None:
        return redirect(url_for("hub.home", lang=language()), 303)
    parts = written()
    first = next(parts)

    def whole() -> Iterator[str]:
        yield "\ufeff" + first  # spreadsheet programs read UTF-8 only when the file begins with its mark
        yield from parts

    day = screens.now().astimezone().strftime("%Y-%m-%d")
    answer = Response(whole(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="taoyuan-hub-{name}-{day}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
