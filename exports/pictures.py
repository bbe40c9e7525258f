"""The picture of a scene without its words: the map, the line, the branch of honours, the canal of events."""

import itertools
import math
from typing import Any
from xml.etree import ElementTree as xml

from data.i18n import LOCALES, translator
from exports import city_map, faces, svg
from exports.colours import colours

Row = dict[str, Any]
Spot = tuple[float, float]
ENDS = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 9, 10)  # ends of a scale people read easily, as on the screens (scene-figure.js)
FLAT = 0.75  # least of most: above it a scale from zero shows nothing


# Lines --------------------------------------------------------------------------------------------------------------


def scale_of(values: list[float]) -> tuple[float, float]:
    """(foot, top) of the scale: from zero, unless all values are near each other."""
    most, least = max(values), min(values)
    if least < most * FLAT or least <= 0:
        power = 10 ** math.floor(math.log10(most)) if most > 0 else 1
        return min(0.0, least), next(part * power for part in ENDS if part * power >= most)
    step = 10 ** math.floor(math.log10((most - least) or most))
    return math.floor(least / step - 0.5) * step, math.ceil(most / step + 0.2) * step


def months(iso: str) -> float:
    """An ISO date as months since year 0; a year alone stands in its middle, as on the screens."""
    year, *rest = (int(part) for part in iso.split("-"))
    return year * 12 + (rest[0] - 1 if rest else 6) + ((rest[1] - 1) / 31 if len(rest) > 1 else 0)


def marked(points: list[Row]) -> list[int]:
    """The places of the points a line says: those its sentence names, the highest, last, lowest, first."""
    values = [point["value"] for point in points]
    found = {at: 0 for at, point in enumerate(points) if point.get("named")}
    for rank, at in enumerate((values.index(max(values)), len(values) - 1, values.index(min(values)), 0), 1):
        found.setdefault(at, rank)
    return sorted(found, key=lambda at: found[at])


def line(points: list[Row], family: str, width: float, height: float, lang: str, theme: str, em: float = 26.0) -> list[xml.Element]:
    """One series through time in ``width`` × ``height``. ``points``: dicts of date (ISO), value, shown [zh, en], named."""
    chosen, tongue, t = colours(theme), LOCALES.index(lang), translator(lang)
    small, of = em * 0.82, colours(theme)[f"family-{family}"]
    foot, top = scale_of([point["value"] for point in points])
    start, end = months(points[0]["date"]), months(points[-1]["date"])
    left, right, up, down = em * 1.2, em * 4.6, em * 2.6, em * 2.2

    def x(at: float) -> float:
        return left + (width - left - right) * ((at - start) / (end - start) if end > start else 0.5)

    def y(value: float) -> float:
        return up + (height - up - down) * (1 - (value - foot) / (top - foot))

    found: list[xml.Element] = []
    taken: list[tuple[float, float, float, float]] = []
    for value in (foot, (foot + top) / 2, top):
        said = t.number(value)
        found += [
            svg.element("path", d=f"M0 {y(value):.1f}H{width:.1f}", stroke=chosen["line"], stroke_width=1.2, fill="none"),
            svg.text(said, width, y(value) - small * 0.35, small, faces.TITLE[lang], chosen["text-soft"], "end"),
        ]
        taken.append((width - faces.width(said, faces.TITLE[lang], small), y(value) - small * 1.3, width, y(value)))
    spots = [(x(months(point["date"])), y(point["value"])) for point in points]
    d = "M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in spots)
    if foot == 0:
        found.append(
            svg.element("path", d=f"{d}L{spots[-1][0]:.1f} {y(0):.1f}L{spots[0][0]:.1f} {y(0):.1f}Z", fill=of, fill_opacity=0.13)
        )
    found.append(svg.element("path", d=d, fill="none", stroke=of, stroke_width=4, stroke_linejoin="round", stroke_linecap="round"))
    found += _years(points, x, width - right, height, small, lang, chosen["text-soft"])
    for at in marked(points):
        point, (px, py) = points[at], spots[at]
        named = bool(point.get("named"))
        size = em * (1.25 if named else 1.0)
        found.append(
            svg.element(
                "circle",
                cx=px,
                cy=py,
                r=em * (0.42 if named else 0.27),
                fill=chosen["ground"],
                stroke=chosen["accent"] if named else of,
                stroke_width=3.5,
            )
        )
        wide = faces.width(point["shown"][tongue], faces.TITLE[lang], size)
        middle = max(wide / 2, min(width - wide / 2, px))
        aside = px - wide / 2 - size * 0.5
        lowest = point["value"] == min(one["value"] for one in points)
        levels = (py + size * 1.5, py - size * 0.8) if lowest else (py - size * 0.8, py + size * 1.5)
        for cx, cy in [(middle, level) for level in levels] + [(aside, level) for level in levels]:
            box = (cx - wide / 2, cy - size, cx + wide / 2, cy + size * 0.2)
            if box[3] < height - down * 0.7 and not any(
                box[0] < o[2] and o[0] < box[2] and box[1] < o[3] and o[1] < box[3] for o in taken
            ):
                taken.append(box)
                found.append(
                    svg.text(
                        point["shown"][tongue],
                        cx,
                        cy,
                        size,
                        faces.TITLE[lang],
                        chosen["accent"] if named else chosen["text"],
                        "middle",
                        halo=chosen["ground"],
                    )
                )
                break
    return found


def _years(points: list[Row], x: Any, room: float, height: float, small: float, lang: str, fill: str) -> list[xml.Element]:
    first, last = int(points[0]["date"][:4]), int(points[-1]["date"][:4])
    every = max(1, math.ceil((last - first + 1) * small * 3.2 / room))
    is_yearly = all(len(point["date"]) == 4 or point["date"].endswith(("12-31", "-12")) for point in points)
    found = []
    for year in range(last, first - 1, -every):
        own = next((point["date"] for point in points if point["date"].startswith(str(year))), f"{year}-07")
        at = months(own) if is_yearly else min(months(points[-1]["date"]), max(months(points[0]["date"]), year * 12 + 6))
        found.append(svg.text(str(year), max(small * 1.2, x(at)), height - small * 0.5, small, faces.TITLE[lang], fill, "middle"))
    return found


# Honours ------------------------------------------------------------------------------------------------------------

SIZE = {"bud": 2.3, "half": 3.1, "open": 3.1, "peach": 3.7}  # radius in text sizes, as on the screens (scene-award.js)
TRAIL = (0.32, 0.44, 0.55)  # where along the branch those before it stand
PETAL = "M0-3C-9-7-10-17-4-20C-2-21-1-20 0-18C1-20 2-21 4-20C10-17 9-7 0-3Z"


def branch(award: Row, width: float, height: float, lang: str, theme: str, em: float = 30.0) -> list[xml.Element]:
    """The branch that leads to an honour, up to three before it with their years, and its own blossom large."""
    chosen = colours(theme)
    size = SIZE[award["blossom"]] * em
    fruit = (width * 0.66, height * 0.36)
    limb = _curve(
        (-em, height * 0.93), (width * 0.42, height * 0.9), (fruit[0], height * 0.8), (fruit[0], fruit[1] + size * 0.9), 60
    )
    found = [
        svg.element(
            "circle",
            cx=fruit[0],
            cy=fruit[1],
            r=r * size,
            fill="none",
            stroke=chosen["accent"],
            stroke_width=1.6,
            stroke_opacity=opacity,
        )
        for r, opacity in ((2.6, 0.25), (2.0, 0.45), (1.45, 0.8))
    ]
    found.append(svg.element("path", d=_tapered(limb, em * 0.62, em * 0.2), fill=chosen["control-line"]))
    before = award["before"]
    for (year, kind), share in zip(before, TRAIL[len(TRAIL) - len(before) :], strict=True):
        x, y = limb[round(share * 60)]
        r, head = em * 1.15, y - em * 3.1
        twig = _curve((x - em * 0.6, y), (x - em * 0.4, y - em), (x, y - em), (x, head + r), 14)
        found += [
            svg.element("path", d=_tapered(twig, em * 0.2, em * 0.1), fill=chosen["control-line"]),
            _blossom(kind, x, head, r, chosen),
            svg.text(str(year), x, head - r * 1.5, em * 0.9, faces.TITLE[lang], chosen["text-soft"], "middle"),
        ]
    return [*found, _blossom(award["blossom"], *fruit, size, chosen)]


def _blossom(kind: str, x: float, y: float, radius: float, chosen: dict[str, str]) -> xml.Element:
    peach, ground = chosen["accent"], chosen["ground"]
    if kind == "peach":
        parts = [
            svg.element("path", d="M0 19C-17 14-22 2-18-9C-15-17-6-19 0-13C6-19 15-17 18-9C22 2 17 14 0 19Z", fill=peach),
            svg.element("path", d="M0-13C-6-4-6 8 0 19", fill="none", stroke=ground, stroke_width=1.4),
            svg.element("path", d="M1-14C4-23 13-27 22-25C19-17 11-12 1-14Z", fill=chosen["family-nature"]),
        ]
    elif kind == "bud":
        parts = [
            svg.element("path", d=d, fill="none", stroke=peach, stroke_width=2)
            for d in ("M0 14C-9 10-11 0-7-8C-5-12-2-14 0-18C2-14 5-12 7-8C11 0 9 10 0 14Z", "M-8 5C-4 10 4 10 8 5")
        ]
    else:
        parts = [
            svg.element(
                "path",
                d=PETAL,
                transform=f"rotate({i * 72})",
                stroke=peach,
                stroke_width=1.4,
                fill=peach if kind == "open" or i in (0, 1, 4) else ground,
            )
            for i in range(5)
        ]
        parts += [svg.element("circle", r=3.4, fill=ground), svg.element("circle", r=1.5, fill=peach)]
    return svg.element("g", parts, transform=f"translate({x:.1f} {y:.1f}) scale({radius / 20:.3f})")


def _curve(a: Spot, b: Spot, c: Spot, d: Spot, parts: int) -> list[Spot]:
    found = []
    for i in range(parts + 1):
        t, u = i / parts, 1 - i / parts
        weights = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
        found.append(
            (
                sum(w * p[0] for w, p in zip(weights, (a, b, c, d), strict=True)),
                sum(w * p[1] for w, p in zip(weights, (a, b, c, d), strict=True)),
            )
        )
    return found


def _tapered(spots: list[Spot], thick: float, thin: float) -> str:
    sides = []
    for i, (x, y) in enumerate(spots):
        (ax, ay), (bx, by) = spots[max(0, i - 1)], spots[min(len(spots) - 1, i + 1)]
        length = math.hypot(bx - ax, by - ay) or 1
        half = (thick + (thin - thick) * i / (len(spots) - 1)) / 2
        sides.append(
            (
                (x - (by - ay) / length * half, y + (bx - ax) / length * half),
                (x + (by - ay) / length * half, y - (bx - ax) / length * half),
            )
        )
    outline = [one for one, _ in sides] + [other for _, other in reversed(sides)]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in outline) + "Z"


# Events -------------------------------------------------------------------------------------------------------------


def canal(milestone: Row, width: float, height: float, lang: str, theme: str, em: float = 26.0) -> list[xml.Element]:
    """The event among the chief ones of its topic, as ponds on a canal; what came later is hollow."""
    chosen, tongue = colours(theme), LOCALES.index(lang)
    beside = milestone["beside"]
    here = next(at for at, one in enumerate(beside) if one["id"] == milestone["id"])
    of, part, y = chosen[f"family-{milestone['family']}"], width / len(beside), height * 0.34
    found = [
        svg.element("path", d=f"M0 {y:.1f}H{width:.1f}", stroke=chosen["line"], stroke_width=10, fill="none"),
        svg.element("path", d=f"M0 {y:.1f}H{part * (here + 0.5):.1f}", stroke=of, stroke_width=5, fill="none"),
    ]
    for at, one in enumerate(beside):
        x = part * (at + 0.5)
        if at == here:
            found += [
                svg.element("circle", cx=x, cy=y, r=em * r, fill="none", stroke=chosen["accent"], stroke_width=2, stroke_opacity=o)
                for r, o in ((2.4, 0.35), (1.8, 0.8))
            ]
            found.append(svg.element("circle", cx=x, cy=y, r=em * 1.25, fill=chosen["accent"]))
        else:
            found.append(
                svg.element("circle", cx=x, cy=y, r=em * 0.7, fill=of if at < here else chosen["ground"], stroke=of, stroke_width=3)
            )
        strong = at == here
        said, after = svg.paragraph(
            one["date"][tongue],
            0,
            y + em * 3.4,
            em * 0.85,
            faces.TITLE[lang],
            chosen["accent"] if strong else chosen["text-soft"],
            part * 0.92,
        )
        title, _ = svg.paragraph(
            one["title"][tongue],
            0,
            after + em * 0.3,
            em,
            (faces.STRONG if strong else faces.TEXT)[lang],
            chosen["text"],
            part * 0.88,
            1.3,
            5,
        )
        for row in itertools.chain(said, title):
            row.set("text-anchor", "middle")
            row.set("x", f"{x:.1f}")
            found.append(row)
    return found


# A scene ------------------------------------------------------------------------------------------------------------


def city_of(scene: Row, width: float, height: float, lang: str, theme: str, size: float = 26.0) -> city_map.Drawn:
    """The map of a scene that shows a project, growth by district, or many projects."""
    if "growth" in scene:
        numbers = {code: f"{value:+.1f}%" for code, value in scene["growth"]["of"].items()}
        return city_map.drawn(width, height, lang, theme, scene["districts"], numbers=numbers, year=scene["year"], size=size)
    if "view" in scene:
        ponds = [city_map.Pond(*pond) for pond in scene["view"]["ponds"]]
        return city_map.drawn(width, height, lang, theme, scene["districts"], ponds=ponds, year=scene["year"], size=size * 0.85)
    project = scene["project"]
    raised = scene["districts"] or project["districts"]
    point = (project["lat"], project["lon"]) if "lat" in project else None
    return city_map.drawn(
        width, height, lang, theme, raised, point, "" if raised else project["family"], named=raised, year=scene["year"], size=size
    )
