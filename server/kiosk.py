"""What only a kiosk needs: its door, the numbers of its screen for the style sheet, its service worker, the list it keeps."""

import hashlib
import json
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, redirect, request
from werkzeug import Response as Answer

from data import store, views
from data.queries import screens
from data.queries.screens import Profile, computed
from data.views import words
from server import bundle, sitemap, watched

blueprint = Blueprint("kiosk", __name__)
SCRIPT = "kiosk.js"
WORKER = bundle.ROOT / "assets" / "service" / "sw.js"
ANGLE_DEG = 0.5                 # capitals of text outside the large-text mode: between the 0.7 of that mode and a book's 0.3
HALL_TYPE_PX = {"portrait": 30, "landscape": 28}      # what the layouts of the hall were drawn with (assets/css/20-base.css)
HALL_TARGET_PX = {"portrait": 64, "landscape": 72}
RELEASE, DATA = "X-Release", "X-Data"       # of which release and data an answer is: no visit gets two releases mixed
SPOKEN_OF = ("/_page", "/_dash-layout", "/_dash-dependencies")      # answers that say it; pages say it too

IN_THE_HALL = "hall"            # what a screen adds to the address of a talk it follows (assets/js/kiosk-follow.js)
NOT_HERE = ("/present", "/follow", "/talk")     # the lectern's and the audience's pages: nothing of a screen in the hall


@blueprint.get("/kiosk")
def door() -> Answer:
    """To the attract screen of ``?screen=<profile>``; the fragment stays with the browser."""
    return redirect("/?" + urlencode({"screen": request.args.get("screen", "")}))


@blueprint.get(watched.PATH)
def watching() -> Answer:
    """The page around the exhibition that starts it again when it is dead: where a screen of the hall begins."""
    return watched.watched(release())


@blueprint.get("/sw.js")
def worker() -> Response:
    """The service worker, at the root so that it may answer for every page; asked for anew each time."""
    return Response(WORKER.read_bytes(), mimetype="text/javascript", headers={"Cache-Control": "no-cache"})


@blueprint.get("/_kiosk")
def kept() -> Response:
    """{release, version, pages, around, files}: paths of all pages, the most used first, of the watching page, and of all files."""
    pages = sorted(sitemap.paths(), key=lambda path: path.count("/") + ("districts" in path))
    pages = ["/", "/search", *(path for path in pages if path != "/api" and not path.startswith(NOT_HERE))]
    files = [bundle.PREFIX + name for key, name in bundle.manifest().items() if key != "plotly.js"]
    baked = [f"/views/{views.bake(name)}" for name in ("stories", "polls")]
    answer = jsonify(release=release(), version=store.version(), pages=list(dict.fromkeys(pages)), around=watched.PATH,
                     files=[*files, bundle.url("plotly.js"), *baked, *SPOKEN_OF[1:]])
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.after_app_request
def spoken(answer: Response) -> Response:
    """Says of which release and data a page is; a kiosk's page, and the talk it shows, have a process of their own."""
    if request.path in SPOKEN_OF or answer.mimetype == "text/html":
        answer.headers[RELEASE], answer.headers[DATA] = release(), store.version()
    is_ours = "screen" in request.args or (IN_THE_HALL in request.args and request.path.startswith("/follow/"))
    if is_ours and answer.mimetype == "text/html" and request.path != watched.PATH:
        name, policy = watched.APART
        answer.headers[name] = policy
    return answer


def release() -> str:
    """Changes with any file a browser loads, and with the words."""
    return hashlib.sha256(json.dumps([bundle.manifest(), words.version()], sort_keys=True).encode()).hexdigest()[:12]


def attributes(settings: dict[str, Any], profile_id: str) -> dict[str, str]:
    """What a kiosk's page says of itself on ``<html>``: times, public address, release, the screen's numbers as CSS properties."""
    said = {
        "data-idle-s": str(settings["idle_s"]),
        "data-idle-story-s": str(settings["idle_story_s"]),
        "data-release": release(),
        "data-stories": f"/views/{views.bake('stories')}",      # what the attract screen plays, on whatever page it begins
    }
    if settings["hub_poll"] == "on":
        said["data-poll"] = f"/views/{views.bake('polls')}"
    rows = store.load("screens")
    for row in rows[rows["id"] == profile_id].to_dict("records"):
        said["style"] = style(Profile.of(row))
    return said


def style(profile: Profile) -> str:
    """The screen's numbers as CSS custom properties, px: type by visual angle, targets of 15 mm, the band a hand reaches."""
    numbers = computed(profile)
    hall = profile.orientation
    type_base = max(HALL_TYPE_PX[hall], screens.type_px(profile, ANGLE_DEG))
    properties = {
        "--px-per-mm": str(numbers["px_per_mm"]),
        "--type-base": f"{type_base}px",
        "--type-large": f"{max(type_base, numbers['type_px'])}px",
        "--touch": f"{numbers['target_px']}px",
        "--target": f"{max(HALL_TARGET_PX[hall], numbers['target_px'])}px",
        "--reach-top": f"{numbers['reach']['top_px']}px",
        "--reach-foot": f"{profile.height_px - numbers['reach']['bottom_px']}px",
    }
    return ";".join(f"{name}:{value}" for name, value in properties.items())
