"""The city drawn from ``data/geo``: land, canals, water, roads, rails; districts raised, shaded or named; projects as ponds."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree as xml

from data import store
from data.queries.projects import CITYWIDE
from exports import faces, svg
from exports.colours import colours, mixed

FADE = 0.1  # of the picture: what lies about the city sinks into the ground towards the edges
OVER_A_POND = 3.0  # text sizes a name would rather move than lie over one
BOUNDS = (24.585, 120.975, 25.135, 121.49)  # south, west, north, east: what the screens draw as the whole city
NEAREST, SHARE, MANY, WHOLE = 2.1, 0.62, 0.84, 0.95  # how near a picture comes; how much of it one, several or all districts take
SHADES = (0.10, 0.28, 0.46, 0.66, 0.9)  # of water-lit on land, from the lowest fifth to the highest
MOVES = (
    (0, 0),
    *(
        (dx * far, dy * far * 1.4)
        for far in (0.4, 0.8, 1.2, 1.6)
        for dx, dy in ((0, -1), (0, 1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1))
    ),
)  # where a name may go that would touch another, in halves of its width and in text sizes
Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom, in the picture's units
Project = Callable[[float, float], Point]


@dataclass(frozen=True)
class Label:
    """A name on the map: where its middle is, in the picture's units, and what is said (``strong`` above ``words``)."""

    x: float
    y: float
    words: str
    strong: str = ""


@dataclass(frozen=True)
class Drawn:
    """A map: its shapes, and its names apart, so that slides can set them as text of their own."""

    shapes: list[xml.Element]
    labels: list[Label]
    size: float

    def written(self, theme: str, lang: str) -> list[xml.Element]:
        """Shapes and names together."""
        chosen = colours(theme)
        found = list(self.shapes)
        for label in self.labels:
            y = label.y + self.size * 0.35
            if label.strong:
                found.append(
                    svg.text(
                        label.strong,
                        label.x,
                        y - self.size * 0.25,
                        self.size * 1.35,
                        faces.TITLE[lang],
                        chosen["text"],
                        "middle",
                        halo=chosen["land"],
                    )
                )
                y += self.size * 0.95
            found.append(
                svg.text(label.words, label.x, y, self.size, faces.TEXT[lang], chosen["text"], "middle", halo=chosen["land"])
            )
        return found


@dataclass(frozen=True)
class Pond:
    """A project as a mark: where, in which water, whether it is new in the year shown, whether its start is on record."""

    lat: float
    lon: float
    family: str
    is_new: bool = False
    is_dated: bool = True


def mercator(lat: float) -> float:
    """Web-Mercator's northing of ``lat`` in degrees."""
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)))


def drawn(
    width: float,
    height: float,
    lang: str = "zh-TW",
    theme: str = "night",
    raised: Iterable[str] = (),
    point: Point | None = None,
    limit: str = "",
    numbers: Mapping[str, str] | None = None,
    shades: Mapping[str, int] | None = None,
    ponds: Iterable[Pond] = (),
    named: Iterable[str] | None = None,
    year: int = 2022,
    size: float = 26.0,
) -> Drawn:
    """The city in ``width`` × ``height``.

    ``raised``: codes of districts lit and brought near. ``point``: (lat, lon) of a place ringed in peach.
    ``limit``: the family whose colour draws the city's border (a project of the whole city).
    ``numbers``: words by district, set above its name. ``shades``: 0 to 4 by district; one without is hatched (no data).
    ``named``: the districts whose names stand there; None = the raised ones, all when none is.
    ``year``: railways opened later are left out.
    """
    chosen, kept = colours(theme), tuple(raised)
    project, about = _fitted(width, height, kept)
    of_land, shapes = chosen["land"], []
    pen = _Pen(project)

    def layer(name: str, stroke: str | None, thick: float, fill: str = "none", dash: str | None = None, rows: Any = None) -> None:
        table = store.load(name) if rows is None else rows
        d = "".join(pen.path(shape) for shape in table["geometry"])
        if d:
            shapes.append(
                svg.element(
                    "path",
                    d=d,
                    fill=fill,
                    stroke=stroke,
                    stroke_width=thick if stroke else None,
                    stroke_linejoin="round",
                    stroke_linecap="round",
                    stroke_dasharray=dash,
                )
            )

    districts = store.load("district_boundaries")
    layer("neighbours", None, 0, mixed(of_land, chosen["ground"], 0.38))
    layer("district_boundaries", None, 0, of_land)
    if shades is not None:
        _shade(shapes, pen, districts, shades, chosen)
    else:
        layer("canals", chosen["canal"], 1.0)
        layer("water", None, 0, chosen["water"])
        roads = store.load("roads")
        layer("roads", chosen["road"], 1.6, rows=roads[roads["kind"] == "freeway"])
    layer("district_boundaries", chosen["land-line"] if shades is None else chosen["ground"], 1.4)
    lit = districts[districts["code"].isin(kept)]
    for shape in lit["geometry"]:
        shapes.append(
            svg.element(
                "path",
                d=pen.path(shape),
                fill=chosen["water-lit"],
                fill_opacity=0.17 if shades is None else 0.0,
                stroke=chosen["accent"] if shades is not None else chosen["water-lit"],
                stroke_width=3.0,
                stroke_linejoin="round",
            )
        )
    if limit:
        coast = store.load("coastline")
        layer("coastline", chosen[f"family-{limit}"], 3.0, rows=coast[coast["kind"] == "city_limit"])
    if shades is None:
        rail = store.load("rail")
        layer("rail", chosen["rail"], 1.6, rows=rail[rail["kind"] == "tra"])
        layer("rail", chosen["rail"], 1.8, dash="6 5", rows=rail[rail["kind"] == "thsr"])
        layer(
            "rail", chosen["family-move"], 3.4, rows=rail[(rail["kind"] == "mrt") & (rail["opened"].str[:4].astype(float) <= year)]
        )
    shapes += _faded(width, height, about, chosen["ground"])
    ponds = tuple(ponds)
    shapes += [mark for pond in ponds for mark in _pond(pond, project, chosen, size)]
    if point:
        x, y = project(*point)
        for radius, opacity in ((2.1, 0.35), (1.3, 0.8)):
            shapes.append(
                svg.element(
                    "circle",
                    cx=x,
                    cy=y,
                    r=radius * size,
                    fill="none",
                    stroke=chosen["accent"],
                    stroke_width=2.4,
                    stroke_opacity=opacity,
                )
            )
        shapes.append(
            svg.element("circle", cx=x, cy=y, r=0.62 * size, fill=chosen["accent"], stroke=chosen["ground"], stroke_width=2.5)
        )
    clip = svg.element("clipPath", [svg.element("rect", width=width, height=height)], id="frame")
    held = svg.element("g", shapes, clip_path="url(#frame)")
    codes = tuple(named) if named is not None else kept or tuple(districts["code"])
    labels = _labels(codes, project, lang, numbers or {}, point, size, width, height, ponds)
    return Drawn([svg.element("defs", [clip]), held], labels, size)


class _Pen:
    """Turns shapes in degrees into path data in the picture."""

    def __init__(self, project: Project) -> None:
        self.project = project

    def path(self, shape: Any) -> str:
        parts = getattr(shape, "geoms", [shape])
        found = []
        for part in parts:
            if part.geom_type == "Polygon":
                found += [self._line(ring.coords) + "Z" for ring in (part.exterior, *part.interiors)]
            elif part.geom_type == "LineString":
                found.append(self._line(part.coords))
        return "".join(found)

    def _line(self, spots: Iterable[tuple[float, ...]]) -> str:
        said: list[str] = []
        for lon, lat, *_ in spots:
            x, y = self.project(lat, lon)
            one = f"{x:.1f} {y:.1f}"
            if not said or said[-1] != one:
                said.append(one)
        return "M" + "L".join(said)


@lru_cache(maxsize=64)
def _box(version: str, codes: tuple[str, ...]) -> tuple[float, float, float, float]:
    """West, south (northing), east, north (northing) of districts."""
    table = store.load("district_boundaries")
    shapes = [row["geometry"] for _, row in table.iterrows() if row["code"] in codes]
    boxes = [shape.bounds for shape in shapes]
    return (
        min(box[0] for box in boxes),
        mercator(min(box[1] for box in boxes)),
        max(box[2] for box in boxes),
        mercator(max(box[3] for box in boxes)),
    )


def _fitted(width: float, height: float, raised: tuple[str, ...]) -> tuple[Project, Box]:
    """How a place becomes a point of the picture, and the box of what it is about: the raised districts, or the city."""
    south, west, north, east = BOUNDS
    whole = min(width / (east - west), height / (mercator(north) - mercator(south)))
    scale, box = whole * WHOLE, (west, mercator(south), east, mercator(north))
    if raised:
        box = _box(store.version(), raised)
        share = SHARE if len(raised) == 1 else MANY
        near = share * min(width / (box[2] - box[0]), height / (box[3] - box[1]))
        scale = min(near, whole * NEAREST)
    middle_x, middle_y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2

    def project(lat: float, lon: float) -> Point:
        return width / 2 + (lon - middle_x) * scale, height / 2 - (mercator(lat) - middle_y) * scale

    half_x, half_y = (box[2] - box[0]) * scale / 2, (box[3] - box[1]) * scale / 2
    return project, (width / 2 - half_x, height / 2 - half_y, width / 2 + half_x, height / 2 + half_y)


def _faded(width: float, height: float, box: Box, ground: str) -> list[xml.Element]:
    """The ground, thickening towards each edge, as far in as what is shown lets it."""
    side, end = min(FADE * width, box[0]), min(FADE * height, box[1])
    found = []
    for name, x, y, wide, high, towards in (
        ("left", 0.0, 0.0, side, height, {"x1": 1, "x2": 0}),
        ("right", width - side, 0.0, side, height, {"x1": 0, "x2": 1}),
        ("top", 0.0, 0.0, width, end, {"x2": 0, "y1": 1, "y2": 0}),
        ("bottom", 0.0, height - end, width, end, {"x2": 0, "y1": 0, "y2": 1}),
    ):
        if wide <= 0 or high <= 0:
            continue
        stops = [svg.element("stop", offset=at, stop_color=ground, stop_opacity=at) for at in (0, 1)]
        gradient = svg.element("linearGradient", stops, id=f"fade-{name}", **towards)
        found += [
            svg.element("defs", [gradient]),
            svg.element("rect", x=x, y=y, width=wide, height=high, fill=f"url(#fade-{name})"),
        ]
    return found


def _shade(shapes: list[xml.Element], pen: _Pen, districts: Any, shades: Mapping[str, int], chosen: dict[str, str]) -> None:
    hatch = svg.element(
        "pattern",
        [svg.element("path", d="M0 8L8 0", stroke=chosen["control-line"], stroke_width=1.2)],
        id="unknown",
        width=8,
        height=8,
        patternUnits="userSpaceOnUse",
    )
    shapes.append(svg.element("defs", [hatch]))
    for _, row in districts.iterrows():
        shade = shades.get(row["code"])
        fill = "url(#unknown)" if shade is None else mixed(chosen["water-lit"], chosen["land"], SHADES[shade])
        shapes.append(svg.element("path", d=pen.path(row["geometry"]), fill=fill))


def _pond(pond: Pond, project: Project, chosen: dict[str, str], size: float) -> list[xml.Element]:
    x, y = project(pond.lat, pond.lon)
    fill = chosen[f"family-{pond.family}"]
    if not pond.is_dated:
        dots = f"{size * 0.08:.1f} {size * 0.12:.1f}"
        hollow = {"fill": "none", "stroke": fill, "stroke_width": 1.5, "stroke_dasharray": dots, "stroke_linecap": "round"}
        return [svg.element("circle", cx=x, cy=y, r=size * 0.3, **hollow)]
    mark = svg.element(
        "circle",
        cx=x,
        cy=y,
        r=size * (0.42 if pond.is_new else 0.3),
        fill=fill,
        stroke=chosen["ground"],
        stroke_width=1.5,
        fill_opacity=None if pond.is_new else 0.8,
    )
    ring = svg.element("circle", cx=x, cy=y, r=size * 0.72, fill="none", stroke=fill, stroke_width=1.5)
    return [ring, mark] if pond.is_new else [mark]


def _labels(
    codes: tuple[str, ...],
    project: Project,
    lang: str,
    numbers: Mapping[str, str],
    point: Point | None,
    size: float,
    width: float,
    height: float,
    ponds: Iterable[Pond] = (),
) -> list[Label]:
    table = store.load("labels")
    table = table[(table["kind"] == "district") & table["id"].isin(codes)]
    names = dict(zip(table["id"], table["name_zh" if lang == "zh-TW" else "name_en"], strict=True))
    found: list[Label] = []
    taken: list[Box] = []
    marks = [_mark(pond, project, size) for pond in ponds]
    for _, row in table.iterrows():
        x, y = project(row["geometry"].y, row["geometry"].x)
        if point:
            px, py = project(*point)
            if abs(x - px) < size * 4 and abs(y - py) < size * 2.6:
                y = py + (-2.9 if y < py else 2.9) * size
        if not (0 < x < width and 0 < y < height):
            continue
        name, strong = names[row["id"]], numbers.get(row["id"], "")
        wide = max(faces.width(name, faces.TEXT[lang], size), faces.width(strong, faces.TITLE[lang], size * 1.35)) / 2 + 3
        up, down = (size * 1.5, size * 1.25) if strong else (size * 0.75, size * 0.55)
        here = (x - wide, y - up, x + wide, y + down)
        boxes = [(here[0] + dx * wide, here[1] + dy * size, here[2] + dx * wide, here[3] + dy * size) for dx, dy in MOVES]
        away = {box: math.hypot(box[0] - here[0], box[1] - here[1]) / size for box in boxes}
        free = [box for box in boxes if not any(_touch(box, other) for other in taken)]
        box = min(free, key=lambda box: away[box] + OVER_A_POND * sum(_touch(box, mark) for mark in marks), default=here)
        taken.append(box)
        found.append(Label((box[0] + box[2]) / 2, box[1] + up, name, strong))
    return found


def _mark(pond: Pond, project: Project, size: float) -> Box:
    (x, y), r = project(pond.lat, pond.lon), size * (0.78 if pond.is_new else 0.36)
    return x - r, y - r, x + r, y + r


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def is_district(code: str) -> bool:
    """Does ``code`` name one of the districts (and not the whole city)?"""
    return code != CITYWIDE and code in set(store.load("districts")["code"])
