"""How the live sources do, their sums and rows as JSON, and their tiles. Read anew when the files change; no restart."""

import datetime as dt
import itertools
import threading
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Flask, Response, abort, current_app, jsonify, request

from data import store
from data.pulse import MEASURES, PERIODS
from server import demo

if TYPE_CHECKING:
    from data.pulse import Measure, Period
    from data.queries.live import Live
    from data.queries.pulse import Pulse

blueprint = Blueprint("live", __name__)
DAY_H = 24
MOST_DAYS = 400
MOST_ROWS = 1000
WARM_AFTER_S = 4.0          # after the first screen was served, most likely
TILE = "application/vnd.mapbox-vector-tile"


@blueprint.get("/live/sources")
def sources() -> Response:
    """Every live source: age of its last good copy, last try and its reason, rows, quality; ``never`` where nothing was fetched."""
    from data.sources.core.refresh import standings
    live = _live()
    return _fresh(jsonify(sources=list(standings(live.sources, live.home))))


@blueprint.get("/live/pulse")
def pulse() -> Response:
    """Of each measure of the city pulse its datasets, how old they are, and which one is shown."""
    return _fresh(jsonify(simulated=demo.is_on(current_app.config["SETTINGS"]), measures=_pulse().standings()))


@blueprint.get("/live/pulse/<key>")
def pulse_through(key: str) -> Response:
    """The measure through ``period``: city or ``district``; ``{}`` where nothing was fetched."""
    measure, period, source = _measure(key), _period(), _source(key)
    return _fresh(jsonify(_pulse().told(measure, period, _district(), source)))


@blueprint.get("/live/pulse/<key>/places")
def pulse_places(key: str) -> Response:
    """By district and as hexagons, over ``period``, or in its step that begins ``at``."""
    measure, period, source = _measure(key), _period(), _source(key)
    at = _moment("at")
    if at and at != at.replace(minute=0, second=0, microsecond=0, **({"hour": 0} if period.step == "day" else {})):
        abort(400, f"at is the begin of {'an hour' if period.step == 'hour' else 'a day'}.")
    return _fresh(jsonify(_pulse().places(measure, period, at, source)))


@blueprint.get("/live/pulse/<key>/stations")
def pulse_stations(key: str) -> Response:
    """The newest value of each station."""
    return _fresh(jsonify(_pulse().stations(_measure(key), _district(), _source(key))))


@blueprint.get("/live/pulse/<key>/stations/<station>")
def pulse_station(key: str, station: str) -> Response:
    """One station: value, time, and its last day."""
    found = _pulse().station(_measure(key), station, _source(key))
    if found is None:
        abort(404, "There is no such station.")
    return _fresh(jsonify(found))


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
    place = str(demo.folder(current_app.config["SETTINGS"]))
    kept = current_app.extensions.get("live")
    if kept is None or str(kept.home.root) != place:
        kept = current_app.extensions["live"] = Live(place)
    return kept


def _pulse() -> "Pulse":
    """One for the process, over the same datasets."""
    from data.queries.pulse import Pulse
    live, chosen = _live(), current_app.config["SETTINGS"]
    kept = current_app.extensions.get("pulse")
    if kept is None or kept.live is not live:
        kept = current_app.extensions["pulse"] = Pulse(live, demo.is_on(chosen))
    return kept


def _measure(key: str) -> "Measure":
    if key not in MEASURES:
        abort(404, f"There is no such measure; there are {', '.join(MEASURES)}.")
    return MEASURES[key]


def _period() -> "Period":
    given = request.args.get("period", "now")
    if given not in PERIODS:
        abort(400, f"period is one of {', '.join(PERIODS)}.")
    return PERIODS[given]


def _source(key: str) -> str | None:
    """The dataset asked for, of those that carry the measure; None when the address names none."""
    given = request.args.get("source")
    if given and given not in _measure(key).sources:
        abort(400, f"source is one of {', '.join(_measure(key).sources)}.")
    return given or None


def _district() -> str | None:
    given = request.args.get("district")
    if given and given not in set(store.load("districts")["code"]):
        abort(400, "There is no such district in Taoyuan.")
    return given or None


def warm(server: Flask) -> None:
    """Loads what the first question would wait for (about two seconds), a little after the start, where there are rows at all."""
    if not (demo.folder(server.config["SETTINGS"]) / "rows").is_dir():
        return

    def load() -> None:
        with server.app_context():
            for measure in MEASURES.values():
                _pulse().told(measure, PERIODS["day"])

    timer = threading.Timer(WARM_AFTER_S, load)
    timer.daemon = True
    timer.start()


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
