"""The files a browser loads: gathered, hashed by content and compressed once into build/static, served for a year.

``python -m server.bundle`` builds; the server builds when something has changed. Only production bundles, and only those
a page uses: no plotly, no dcc, no table on a page without them.
"""

import gzip
import hashlib
import json
import re
import sys
import time
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from pathlib import Path

import brotli
import rcssmin

from data import whole
from server import leaflet, shorter

ROOT = Path(__file__).parents[1]
OUT = ROOT / "build" / "static"
LISTING = ROOT / "build" / "static.json"      # beside what is served, not in it
PREFIX = "/static/"
# What Dash needs, in its own order, {name in the browser: (package, file)…}: apart, so that a slow processor breathes between two.
# Of Dash's html components only a Div is used, which assets/js/50-dash.js gives: the others would be 200 kB for nothing.
DASH = {
    "react.js": (
        ("dash", "deps/react@18.3.1.min.js"),
        ("dash", "deps/react-dom@18.3.1.min.js"),
        ("dash", "deps/prop-types@15.8.1.min.js"),
    ),
    "leaflet.js": (("dash_leaflet", "dash_leaflet.js"),),
    "dash-leaflet.js": (("dash_leaflet", "dash_leaflet.js"),),
    "dash.js": (("dash", "dash-renderer/build/dash_renderer.min.js"),),
}
PART = {"leaflet.js": leaflet.itself, "dash-leaflet.js": leaflet.rest}      # what of a package's bundle stands in the script
# Parts of the map, in app.js with everything that is numbered; the parts of the other rooms come together in rooms.js.
FIRST = {
    "basemap", "city-map", "pond", "ponds", "project-list", "reader", "water-filter", "whole-city",
    "year-events", "year-figure", "year-ribbon",
}
LATER = ("kiosk", "share")       # rooms with a bundle of their own, each with what draws QR codes: only the hall, only when asked
# Name in the browser: file of assets/vendor; loaded by the part that needs it.
VENDOR = {"plotly.js": "plotly-basic.min.js", "minisearch.js": "minisearch.js", "qrcode.js": "qrcode.js"}
HALL = {"kiosk"}                 # of the components' styles: only a kiosk has them; other pages would try them on all they show
LIGHT = {"10-tokens.css", "15-fonts.css", "20-base.css"}      # what a framed view takes of the exhibition's styles
OLD_S = 86400                    # seconds a file of an older release is kept
FONTS = "15-fonts.css"           # of assets/css: loaded behind the first picture, but for the faces of the Latin letters
LATIN = re.compile(r"@font-face \{\s*font-family: \"Source [^}]*\}\n")
COMPRESSED = {".js", ".css", ".svg", ".json"}


def url(name: str) -> str:
    """Where the browser finds ``name``, such as ``/static/app.1a2b3c4d.css``. Raises KeyError for a file that is not built."""
    return PREFIX + manifest()[name]


@lru_cache(maxsize=1)
def manifest() -> dict[str, str]:
    """{name: hashed name} of what is built; built now when a source has changed since, by one process of those that start."""
    if (known := _listed()) is not None:
        return known
    with whole.alone(OUT.parent):
        return _listed() or build()


def _listed() -> dict[str, str] | None:
    """The last build; None when a source has changed since."""
    if not LISTING.exists():
        return None
    known = json.loads(LISTING.read_text("utf-8"))
    return known["files"] if known["sources"] == _fingerprint() else None


def build() -> dict[str, str]:
    """Gather, hash, compress; give {name: hashed name}. Files of an older release stay a day: a running server may hold them."""
    OUT.mkdir(parents=True, exist_ok=True)
    fingerprint = _fingerprint()
    files = {name: _write(name, content) for name, content in _plain()}
    for name, css in _sheets():
        css = re.sub(r"url\(\.\./(?:fonts|img)/([^)]+)\)", lambda found: f"url({files[found[1]]})", css)
        files[name] = _write(name, rcssmin.cssmin(css).encode())
    whole.write(LISTING, json.dumps({"sources": fingerprint, "files": files}, indent=1).encode())
    kept = set(files.values())
    for path in OUT.iterdir():
        if path.name.removesuffix(".br").removesuffix(".gz") not in kept and time.time() - path.stat().st_mtime > OLD_S:
            path.unlink(missing_ok=True)
    return files


def _plain() -> Iterable[tuple[str, bytes]]:
    images = ROOT / "assets" / "img"
    for path in sorted([*(ROOT / "assets" / "fonts").glob("*.woff2"), images / "icons.woff2", *(images / "app").glob("*.png")]):
        yield path.name, path.read_bytes()
    yield "demo.css", (ROOT / "assets" / "service" / "demo.css").read_bytes()
    for name, parts in DASH.items():
        script = b"\n;\n".join(_without_map(_of_package(*part)) for part in parts)
        yield name, PART[name](script) if name in PART else script
    for name, file in VENDOR.items():
        yield name, (ROOT / "assets" / "vendor" / file).read_bytes()
    ours = sorted((ROOT / "assets" / "js").glob("*.js"))
    rooms = (path for path in ours if not _is_first(path) and _of(path) not in LATER)
    for name, some in (("app.js", filter(_is_first, ours)), ("rooms.js", rooms)):
        yield name, b'"use strict";\n' + b"".join(_guarded(path) for path in some)
    codes = (ROOT / "assets" / "vendor" / "qrcode.js").read_bytes()
    for room in LATER:
        own = sorted((path for path in ours if _of(path) == room), key=lambda path: path.stem)
        yield f"{room}.js", codes + b"".join(map(_guarded, own))
    yield "embed.js", (ROOT / "assets" / "embed" / "embed.js").read_bytes()
    yield "watch.js", (ROOT / "assets" / "service" / "watch.js").read_bytes()


def _is_first(path: Path) -> bool:
    return path.stem in FIRST or path.stem[:2].isdigit()


def _of(path: Path) -> str:
    """The room of a script: its name up to the first hyphen."""
    return path.stem.split("-")[0]


def _guarded(path: Path) -> bytes:
    """A part, without its comments, that takes no other with it when it does not even load."""
    caught = f'}} catch (error) {{ console.error("{path.name} did not load", error); }}'
    return b"\n".join((b"try {", shorter.script(path.read_bytes()), caught.encode(), b""))


def _sheets() -> Iterable[tuple[str, str]]:
    """app.css, which a first picture waits for, and fonts.css, which it does not; hall.css, a kiosk's app.css; embed.css of a
    view in someone else's page."""
    css = ROOT / "assets" / "css"
    fonts = (css / FONTS).read_text("utf-8")
    base, themes = sorted(css.glob("*.css")), sorted((css / "themes").glob("*.css"))
    ours = [*base, *themes, *sorted((css / "components").glob("*.css"))]
    house = [path for path in ours if path.name != FONTS]
    map_styles = leaflet.styles(_of_package(*DASH["leaflet.js"][0]))
    for name, some in (("app.css", [path for path in house if path.stem not in HALL]), ("hall.css", house)):
        yield name, "\n".join([*LATIN.findall(fonts), map_styles, *(path.read_text("utf-8") for path in some)])
    yield "fonts.css", LATIN.sub("", fonts)
    light = [*(path for path in base if path.name in LIGHT), *themes, ROOT / "assets" / "embed" / "embed.css"]
    yield "embed.css", "\n".join(path.read_text("utf-8") for path in light)


def _of_package(package: str, file: str) -> bytes:
    return resources.files(package).joinpath(file).read_bytes()


def _without_map(script: bytes) -> bytes:
    return re.sub(rb"\n?//# sourceMappingURL=\S+\s*$", b"", script)


def _write(name: str, content: bytes) -> str:
    stem, _, ending = name.rpartition(".")
    hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:8]}.{ending}"
    target = OUT / hashed
    if not target.exists():     # it comes last: a build that was cut off leaves none without its twins
        if target.suffix in COMPRESSED:
            whole.write(target.with_name(hashed + ".br"), brotli.compress(content, quality=11))
            whole.write(target.with_name(hashed + ".gz"), gzip.compress(content, 9, mtime=0))
        whole.write(target, content)
    return hashed


def _fingerprint() -> str:
    """Changes with any source file (name, size, time), any installed package, or this file."""
    seen = hashlib.sha256()
    paths = [Path(__file__), Path(leaflet.__file__), Path(shorter.__file__), *sorted((ROOT / "assets").rglob("*"))]
    paths += [Path(str(resources.files(package).joinpath(file))) for parts in DASH.values() for package, file in parts]
    for path in paths:
        if path.is_file():
            facts = path.stat()
            seen.update(f"{path}:{facts.st_size}:{facts.st_mtime_ns};".encode())
    return seen.hexdigest()


if __name__ == "__main__":
    built = build()
    kilobytes = sum((OUT / file).stat().st_size for file in built.values()) / 1000
    print(f"{len(built)} files, {kilobytes:,.0f} kB before compression, in {OUT.relative_to(ROOT)}", file=sys.stdout)
