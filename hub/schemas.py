"""What the screens and organisers may send (JSON Schema, draft 2020-12), and how a body is read and refused."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from flask import Request
from jsonschema import Draft202012Validator

from hub.doors import Problem

HEARTBEAT_BYTES = 16_000
VISITS_BYTES = 256_000
COMMAND_BYTES = 16_000
MOST_EVENTS = 500  # of one batch
MOST_ERRORS = 10  # said of one body
LONGEST_DWELL_MS = 4 * 3600 * 1000
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
STATES = ("attract", "explore", "error")  # offline is what says nothing (screens.seen)
LANGUAGES = ("zh-TW", "en")


def _object(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def _whole(least: int, most: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": least, "maximum": most}


SLUG = {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,63}$"}
VERSION = {"type": "string", "pattern": "^[A-Za-z0-9._+-]{1,64}$"}
UUID = {"type": "string", "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"}
# A path alone: what stands behind ? or # may hold what a visitor typed.
PAGE = {"type": "string", "pattern": "^/[A-Za-z0-9/_.~%-]{0,199}$"}
TALK = {"type": "string", "pattern": r"^[A-Za-z0-9_-]{16,64}$"}  # a read token, as talks/sessions.py makes them
LANGUAGE = {"enum": list(LANGUAGES)}
MOMENT = _whole(1_577_836_800_000, 4_102_444_800_000)  # milliseconds since 1970: the years 2020 to 2099
ACKNOWLEDGED = _object(
    {"id": _whole(1, 2**53), "outcome": {"enum": ["done", "failed"]}}, {"detail": {"type": "string", "maxLength": 200}}
)
HEARTBEAT = _object(
    {"screen": SLUG, "profile": SLUG, "state": {"enum": list(STATES)}, "release": VERSION, "data": VERSION},
    {
        "page": PAGE,
        "lang": LANGUAGE,
        "memory_mb": {"type": "number", "minimum": 0, "maximum": 1_000_000},
        "waiting_events": _whole(0, 10_000_000),
        "dropped_events": _whole(0, 1_000_000_000),
        "away_s": _whole(0, 100_000_000),
        "alone_s": _whole(0, 100_000_000),
        "acknowledged": {"type": "array", "maxItems": 50, "items": ACKNOWLEDGED},
    },
)
RESTART = _object({"screen": SLUG}, {"restarted": _whole(1, 2**53)})
VISITS = _object(
    {
        "screen": SLUG,
        "batch": UUID,
        "sent_at_ms": MOMENT,
        "events": {"type": "array", "minItems": 1, "maxItems": MOST_EVENTS, "items": {"type": "object"}},
    },
)
_OF_ALL = {"n": _whole(0, 9999), "visit": UUID, "at_ms": MOMENT, "lang": LANGUAGE}
EVENTS = {
    "page": _object({**_OF_ALL, "kind": {"const": "page"}, "page": PAGE, "dwell_ms": _whole(0, LONGEST_DWELL_MS)}),
    "story": _object(
        {**_OF_ALL, "kind": {"const": "story"}, "story": SLUG, "steps_seen": _whole(0, 99), "finished": {"type": "boolean"}}
    ),
    "dead_touch": _object(
        {**_OF_ALL, "kind": {"const": "dead_touch"}, "page": PAGE}, {"x_pct": _whole(0, 100), "y_pct": _whole(0, 100)}
    ),
    "poll": _object({**_OF_ALL, "kind": {"const": "poll"}, "poll": SLUG, "answer": SLUG}),
}
_TIME = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}
_DAY = {"oneOf": [{"type": "null"}, {"type": "array", "items": _TIME, "minItems": 2, "maxItems": 2}]}
_SENTENCE = {"type": "string", "minLength": 1, "maxLength": 200}
PAYLOADS = {
    "restart": _object({}),
    "reload": _object({}),
    "sleep": _object({}),
    "wake": _object({}),
    "message": _object({"zh": _SENTENCE, "en": _SENTENCE, "seconds": _whole(5, 3600)}),
    "follow": {"oneOf": [_object({"on": {"const": True}, "talk": TALK}), _object({"on": {"const": False}})]},
    "hours": _object({"zone": {"const": "Asia/Taipei"}, "week": _object(dict.fromkeys(DAYS, _DAY))}),
}
COMMAND = _object({"screen": {"oneOf": [SLUG, {"const": "*"}]}, "kind": {"enum": list(PAYLOADS)}}, {"payload": {"type": "object"}})

_CHECKED = {
    name: Draft202012Validator(schema)
    for name, schema in {"heartbeat": HEARTBEAT, "restart": RESTART, "visits": VISITS, "command": COMMAND}.items()
}
_EVENTS = {kind: Draft202012Validator(schema) for kind, schema in EVENTS.items()}
_PAYLOADS = {kind: Draft202012Validator(schema) for kind, schema in PAYLOADS.items()}


def body(request: Request, most: int) -> Any:
    """The JSON of a request of at most ``most`` bytes. Raises Problem 411, 413, 415 or 400."""
    if request.content_length is None:
        raise Problem(411, "Length wanted", "Send a Content-Length.")
    if request.content_length > most:
        raise Problem(413, "Too large", f"At most {most} bytes.")
    if request.mimetype != "application/json":
        raise Problem(415, "Not JSON", "Send Content-Type: application/json.")
    try:
        return json.loads(request.get_data(cache=False), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Problem(400, "Not JSON", "The body cannot be read as JSON (UTF-8, no NaN).") from None


def heartbeat(given: Any) -> dict[str, Any]:
    """``given`` as a heartbeat. Raises Problem 422."""
    return _fitting("heartbeat", given)


def restart(given: Any) -> dict[str, Any]:
    """``given`` as a machine's question for a restart. Raises Problem 422."""
    return _fitting("restart", given)


def visits(given: Any) -> dict[str, Any]:
    """``given`` as a batch of events, each checked by its kind, no number twice. Raises Problem 422."""
    batch = _fitting("visits", given)
    errors: list[dict[str, str]] = []
    seen: set[int] = set()
    for place, one in enumerate(batch["events"]):
        kind = one.get("kind")
        if not isinstance(kind, str) or kind not in _EVENTS:
            errors.append({"at": f"/events/{place}/kind", "why": f"is none of {', '.join(_EVENTS)}"})
        else:
            errors += _errors(_EVENTS[kind], one, f"/events/{place}")
            if isinstance(one.get("n"), int):
                if one["n"] in seen:
                    errors.append({"at": f"/events/{place}/n", "why": "stands twice in this batch"})
                seen.add(one["n"])
        if len(errors) >= MOST_ERRORS:
            break
    _refuse(errors)
    return batch


def command(given: Any) -> dict[str, Any]:
    """``given`` as {screen, kind, payload}; the payload checked by its kind. Raises Problem 422."""
    order = {"payload": {}, **_fitting("command", given)}
    errors = list(_errors(_PAYLOADS[order["kind"]], order["payload"], "/payload"))
    if not errors and order["kind"] == "hours":
        errors = [
            {"at": f"/payload/week/{day}", "why": "closes before it opens"}
            for day, times in order["payload"]["week"].items()
            if times and times[0] >= times[1]
        ]
    _refuse(errors)
    return order


def _fitting(name: str, given: Any) -> dict[str, Any]:
    errors = [*_errors(_CHECKED[name], given, "")]
    _refuse(errors or list(_unprintable(given, "")))
    return dict(given)


def _errors(check: Draft202012Validator, given: Any, place: str) -> Iterator[dict[str, str]]:
    for number, error in enumerate(check.iter_errors(given)):
        if number >= MOST_ERRORS:
            return
        yield {"at": place + "".join(f"/{step}" for step in error.absolute_path) or "/", "why": error.message[:200]}


def _refuse(errors: list[dict[str, str]]) -> None:
    if errors:
        raise Problem(422, "Does not fit", f"{errors[0]['at']}: {errors[0]['why']}", errors[:MOST_ERRORS])


def _unprintable(given: Any, place: str) -> Iterator[dict[str, str]]:
    """Line ends, control characters, half characters: none belongs into any text here."""
    if isinstance(given, str):
        if not given.isprintable():
            yield {"at": place or "/", "why": "holds a character that cannot be shown"}
    elif isinstance(given, Mapping):
        for name, value in given.items():
            yield from _unprintable(value, f"{place}/{name}")
    elif isinstance(given, list):
        for number, value in enumerate(given):
            yield from _unprintable(value, f"{place}/{number}")


def _no_number(text: str) -> Any:
    raise ValueError(text)
