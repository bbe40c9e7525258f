"""How the live sources do, their sums and rows as JSON, and their tiles. Read anew when the files change; no restart."""

import datetime as dt
import itertools
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, abort, current_app, jsonify, request

if TYPE_CHECKING:
    from data.queries.live import Live

blueprint = Blueprint("live", __name__)
DAY_H = 24
MOST_DAYS = 400
MOST_ROWS = 1000
TILE = "application/vnd.mapbox-vector-tile"


@blueprint.get("/live/sources")
def sources() -> Response:
    """Every live source: age of its last good copy, last try and its reason, rows, quality; ``never`` where nothing was fetched."""
    from data.sources.core.refresh import standings
    live = _live()
    return _fresh(jsonify(sources=list(standings(live.sources, live.home))))


@blueprint.get("/live/<name>/hours")
def hours(name: str) -> Response:
    """Sums by district and hour; the last day there is when nothing is asked for."""
    live = _known(name)
    first, last = _span(live, name)
    district = request.args.get("district")
    found = live.hours(name, first, last, district) if first else []
    source = live.sources[name]
    units = {one: source.column(one).unit for one in source.measures}
    return _answer(live, name, units=units, hours=found)


@blueprint.get("/live/<name>/rows")
def rows(name: str) -> Response:
    """The rows behind a sum, as the source gave them."""
    live = _known(name)
    first, last = _span(live, name)
    most = _whole("limit", 200, 1, MOST_ROWS)
    found = live.rows(name, first, last, request.args.get("district"), most + 1) if first else []
    fields = live.sources[name].descriptor()["schema"]["fields"]
    return _answer(live, name, rows=found[:most], more=len(found) > most, fields=fields)


@blueprint.get("/live/<name>/quarantine")
def quarantine(name: str) -> Response:
    """Rows that were refused, newest first, with their reasons."""
    live = _known(name)
    return _answer(live, name, refused=list(itertools.islice(live.home.quarantined(name), _whole("limit", 50, 1, MOST_ROWS))))


@blueprint.get("/tiles/<name>/<int:z>/<int:x>/<int:y>")
def tile(name: str, z: int, x: int, y: int) -> Response:
    """A vector tile: hexagons, from zoom 14 on stations; 204 where there is nothing. ``hour``: another hour than the newest."""
    from data.views import tiles
    live = _known(name)
    if not tiles.exists(z, x, y):
        abort(404, "There is no such tile.")
    raw = tiles.tile(live, name, z, x, y, _moment("hour"))
    answer = Response(raw, 200 if raw else 204, mimetype=TILE)
    answer.headers["X-Simulated"] = "yes" if live.shelf(name).manifest().simulated else "no"
    return _fresh(answer, f"{live.version(name)}-{request.args.get('hour', '')}")


def _live() -> "Live":
    """One for the process, made at the first question."""
    from data.queries.live import Live
    place = str(current_app.config["SETTINGS"]["live_dir"])
    kept = current_app.extensions.get("live")
    if kept is None or str(kept.home.root) != place:
        kept = current_app.extensions["live"] = Live(place)
    return kept


def _known(name: str) -> "Live":
    live = _live()
    if name not in live.sources:
        abort(404, "There is no such live source.")
    return live


def _answer(live: "Live", name: str, **more: Any) -> Response:
    manifest = live.shelf(name).manifest()
    return _fresh(jsonify(name=name, simulated=manifest.simulated, newest=manifest.last, **more))


def _fresh(answer: Response, tag: str | None = None) -> Response:
    """To be asked again each time; unchanged ones cost no bytes."""
    answer.headers["Cache-Control"] = "no-cache"
    if tag is None:
        answer.add_etag()
    else:
        answer.set_etag("".join(one for one in tag if one.isalnum() or one in "-:."))
    return answer.make_conditional(request)


def _span(live: "Live", name: str) -> tuple[dt.datetime | None, dt.datetime | None]:
    """``from`` up to ``to`` of the address; the last day of the rows without. (None, None): there are no rows."""
    newest = live.newest_hour(name)
    last = _moment("to") or (newest + dt.timedelta(hours=1) if newest else None)
    first = _moment("from") or (last - dt.timedelta(hours=DAY_H) if last else None)
    if first is None or last is None:
        return (dt.datetime.min, dt.datetime.max) if live.shelf(name).manifest().files else (None, None)
    if not dt.timedelta(0) < last - first <= dt.timedelta(days=MOST_DAYS):
        abort(400, f"from must lie before to, by at most {MOST_DAYS} days.")
    return first, last


def _moment(name: str) -> dt.datetime | None:
    given = request.args.get(name)
    if not given:
        return None
    try:
        found = dt.datetime.fromisoformat(given)
    except ValueError:
        abort(400, f"{name} is no time; write 2026-06-27T14:00.")
    if found.tzinfo is not None or not 1990 <= found.year <= 2100:
        abort(400, f"{name} is a time on the clock of Taiwan, without a zone; write 2026-06-27T14:00.")
    return found


def _whole(name: str, default: int, least: int, most: int) -> int:
    given = request.args.get(name, str(default))
    if not (given.isascii() and given.isdigit()) or not least <= int(given[:9]) <= most:
        abort(400, f"{name} is a whole number from {least} to {most}.")
    return int(given)
