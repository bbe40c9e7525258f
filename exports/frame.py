"""Whole pictures: a map, a line or a scene together with its title, period, area, unit and source, in one SVG."""

from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as xml

from data.i18n import translator
from exports import city_map, faces, pictures, svg
from exports.colours import colours
from exports.said import Said, said

Row = dict[str, Any]
WIDTH, HEIGHT = 1600.0, 900.0
EDGE = 64.0
MAP_WIDTH, MAP_HEIGHT = 1060.0, 812.0
CAPTION, TEXT, LEAD, TITLE_3, TITLE_2, FIGURE = 21.0, 26.0, 32.0, 40.0, 50.0, 92.0  # steps of 1.25 from 26


@dataclass(frozen=True)
class Caption:
    """What stands round a picture: title; period, area and unit (empty where there is none); source; a caution."""

    title: str
    period: str
    area: str
    unit: str
    source: str
    caution: str = ""

    def where(self) -> str:
        """Period, area and unit in one line."""
        return " · ".join(part for part in (self.period, self.area, self.unit) if part)


class Page:
    """A picture in the making, in one language and theme."""

    def __init__(self, lang: str, theme: str) -> None:
        self.lang, self.theme, self.colours = lang, theme, colours(theme)
        self.parts: list[xml.Element] = [svg.element("rect", width=WIDTH, height=HEIGHT, fill=self.colours["ground"])]

    def say(
        self,
        words: str,
        x: float,
        y: float,
        size: float,
        kind: dict[str, tuple[faces.Face, ...]] = faces.TEXT,
        role: str = "text",
        width: float = WIDTH - 2 * EDGE,
        leading: float = 1.35,
        most: int | None = None,
    ) -> float:
        """Sets ``words`` and gives the base line after them."""
        found, after = svg.paragraph(words, x, y, size, kind[self.lang], self.colours[role], width, leading, most)
        self.parts += found
        return after

    def place(self, parts: list[xml.Element], x: float, y: float) -> None:
        self.parts.append(svg.element("g", parts, transform=f"translate({x:.1f} {y:.1f})"))

    def foot(self, source: str) -> None:
        """The source, and whose picture this is, along the lower edge."""
        site = translator(self.lang)("site.title")
        mark = svg.text(site, WIDTH - EDGE, HEIGHT - 34, CAPTION, faces.TITLE[self.lang], self.colours["text-soft"], "end")
        room = WIDTH - 2 * EDGE - faces.width(site, faces.TITLE[self.lang], CAPTION) - 60
        said_, _ = svg.paragraph(source, EDGE, 0, CAPTION, faces.TEXT[self.lang], self.colours["text-soft"], room, 1.25, 2)
        rise = 34 + (len(said_) - 1) * CAPTION * 1.25
        self.parts.append(svg.element("g", said_, transform=f"translate(0 {HEIGHT - rise:.1f})"))
        self.parts.append(mark)

    def done(self, title: str, description: str, embed: bool = True, height: float = HEIGHT) -> str:
        return svg.document(WIDTH, height, self.parts, title, description, self.lang, embed=embed)


def scene_picture(scene: Row, steps: int, lang: str, theme: str = "night", embed: bool = True, is_bare: bool = False) -> str:
    """The picture of one step with its words, as an SVG of 1600 × 900; ``is_bare``: of 1600 × 704, without sentence and source."""
    words = said(scene, steps, lang)
    page = Page(lang, theme)
    {"figure": _figure, "award": _award, "milestone": _milestone}.get(words.shows, _city)(page, scene, words)
    rule = HEIGHT - 196
    if is_bare:
        return page.done(words.title, words.sentence, embed, rule)
    page.parts.append(svg.element("path", d=f"M{EDGE} {rule}H{WIDTH - EDGE}", stroke=page.colours["line"], stroke_width=1.5))
    page.say(words.sentence, EDGE, rule + 46, LEAD, faces.TITLE, leading=1.36, most=2)
    page.foot(words.source)
    return page.done(words.title, f"{words.sentence} {words.source}", embed)


def place_map(page: Page, drawn: city_map.Drawn, left: float, height: float) -> None:
    """A map up to the right and upper edge; towards the words it sinks into the ground."""
    page.place(drawn.written(page.theme, page.lang), left, 0)
    ground = page.colours["ground"]
    for name, ends in (("sink-left", {"x1": 0, "x2": 1, "y1": 0, "y2": 0}), ("sink-foot", {"x1": 0, "x2": 0, "y1": 1, "y2": 0})):
        stops = [svg.element("stop", offset=0, stop_color=ground), svg.element("stop", offset=1, stop_color=ground, stop_opacity=0)]
        page.parts.append(svg.element("defs", [svg.element("linearGradient", stops, id=name, **ends)]))
    page.parts.append(svg.element("rect", x=left - 1, width=190, height=height + 1, fill="url(#sink-left)"))
    page.parts.append(svg.element("rect", x=left - 1, y=height - 70, width=WIDTH - left + 1, height=71, fill="url(#sink-foot)"))


def _head(page: Page, words: Said, width: float, size: float = TITLE_2) -> float:
    page.say(words.year, EDGE, EDGE + 70, FIGURE, faces.TITLE, "accent")
    return page.say(words.title, EDGE, EDGE + 150, size, faces.TITLE, width=width, leading=1.2, most=3)


def _under(page: Page, words: Said, y: float, width: float) -> float:
    facts = dict.fromkeys((*words.where, words.period, words.area, words.unit))
    return page.say(" · ".join(part for part in facts if part), EDGE, y, TEXT, role="text-soft", width=width)


def _city(page: Page, scene: Row, words: Said) -> None:
    left = 560.0
    place_map(page, pictures.city_of(scene, WIDTH - left - 40, HEIGHT - 196, page.lang, page.theme), left + 40, HEIGHT - 196)
    y = _head(page, words, left)
    facts = dict.fromkeys((*words.where, words.area, *(() if words.numbers else (words.period,))))
    y = page.say(" · ".join(part for part in facts if part), EDGE, y + 4, TEXT, role="text-soft", width=left, most=3)
    size = 72.0 if len(words.numbers) == 1 else 50.0 if len(words.numbers) == 2 else 40.0
    for number in words.numbers:
        y += size * 0.95
        fitted = min(size, size * (left + 40) / faces.width(number.value, faces.TITLE[page.lang], size))
        page.say(number.value, EDGE, y, fitted, faces.TITLE, width=WIDTH)
        beside = EDGE + faces.width(number.value, faces.TITLE[page.lang], fitted) + 12
        if number.unit and beside + faces.width(number.unit, faces.TEXT[page.lang], TEXT) < left + EDGE + 60:
            page.say(number.unit, beside, y, TEXT, width=WIDTH)
        elif number.unit:
            y = page.say(number.unit, EDGE, y + TEXT * 1.55, TEXT, width=left) - TEXT * 1.35
        y = page.say(
            " · ".join(part for part in (number.name, number.when) if part),
            EDGE,
            y + CAPTION * 1.55,
            CAPTION,
            role="text-soft",
            width=left,
            most=2,
        )


def _figure(page: Page, scene: Row, words: Said) -> None:
    figure = scene["figure"]
    page.say(words.year, EDGE, EDGE + 70, FIGURE, faces.TITLE, "accent")
    beside = EDGE + faces.width(words.year, faces.TITLE[page.lang], FIGURE) + 44
    y = page.say(words.title, beside, EDGE + 36, TITLE_3, faces.TITLE, width=WIDTH - EDGE - beside, leading=1.2, most=2)
    page.say(
        " · ".join((words.period, words.area, words.unit)), beside, y, TEXT, role="text-soft", width=WIDTH - EDGE - beside, most=1
    )
    top, foot = EDGE + 120, HEIGHT - 250
    if figure["line"]:
        page.place(
            pictures.line(figure["points"], figure["family"], WIDTH - 2 * EDGE, foot - top, page.lang, page.theme), EDGE, top
        )
    else:
        part = (WIDTH - 2 * EDGE) / len(words.numbers)
        for at, number in enumerate(words.numbers):
            page.say(number.value, EDGE + at * part, top + 190, 120.0, faces.TITLE, width=WIDTH)
            page.say(" · ".join((number.unit, number.when)), EDGE + at * part, top + 245, TEXT, role="text-soft", width=part - 40)
    extra = [*words.where]
    if figure["line"] and pictures.scale_of([point["value"] for point in figure["points"]])[0] != 0:
        extra.append(translator(page.lang)("story.cropped"))
    page.say(" ".join([*extra, words.caution]).strip(), EDGE, foot + 22, CAPTION, role="text-soft", most=2, leading=1.25)


def _award(page: Page, scene: Row, words: Said) -> None:
    page.place(pictures.branch(scene["award"], WIDTH, HEIGHT - 205, page.lang, page.theme), 0, 0)
    y = _head(page, words, 640)
    page.say(" · ".join((*words.where, words.period)), EDGE, y + 6, TEXT, role="text-soft", width=600)


def _milestone(page: Page, scene: Row, words: Said) -> None:
    y = _head(page, words, WIDTH - 2 * EDGE)
    page.say(" · ".join((words.period, words.area)), EDGE, y, TEXT, role="text-soft")
    page.place(pictures.canal(scene["milestone"], WIDTH - 2 * EDGE, 420, page.lang, page.theme), EDGE, 310)


def line_picture(points: list[Row], family: str, caption: Caption, lang: str, theme: str = "day", embed: bool = True) -> str:
    """One series with its caption. ``points`` as :func:`exports.pictures.line` takes them; one or two stand as numbers."""
    page = Page(lang, theme)
    y = page.say(caption.title, EDGE, EDGE + 44, TITLE_2, faces.TITLE, leading=1.2, most=2)
    y = page.say(caption.where(), EDGE, y + 2, TEXT, role="text-soft", most=2)
    foot = HEIGHT - 110 - (60 if caption.caution else 0)
    if len(points) > 2:
        page.place(pictures.line(points, family, WIDTH - 2 * EDGE, foot - y, lang, theme), EDGE, y)
    else:
        tongue = 0 if lang == "zh-TW" else 1
        for at, point in enumerate(points):
            page.say(point["shown"][tongue], EDGE + at * 740, y + 220, 120.0, faces.TITLE)
            page.say(point["when"][tongue], EDGE + at * 740, y + 280, TEXT, role="text-soft")
    if caption.caution:
        page.say(caption.caution, EDGE, foot + 22, CAPTION, role="text-soft", most=2, leading=1.25)
    page.foot(caption.source)
    return page.done(caption.title, f"{caption.where()} {caption.source}", embed)


def map_picture(
    drawn: city_map.Drawn,
    caption: Caption,
    lang: str,
    theme: str = "day",
    legend: list[tuple[str, str]] | None = None,
    embed: bool = True,
) -> str:
    """A map (drawn MAP_WIDTH × MAP_HEIGHT) with its caption. ``legend``: (fill, words) downwards;
    the fill ``hatch`` is "no data"."""
    page = Page(lang, theme)
    place_map(page, drawn, WIDTH - MAP_WIDTH, MAP_HEIGHT)
    y = page.say(caption.title, EDGE, EDGE + 44, TITLE_2, faces.TITLE, width=470, leading=1.2, most=5)
    y = page.say(caption.where(), EDGE, y + 6, TEXT, role="text-soft", width=470, most=5)
    if caption.caution:
        y = page.say(caption.caution, EDGE, y + 8, CAPTION, role="text-soft", width=470, most=6)
    y += 24
    for fill, words in legend or ():
        page.parts.append(
            svg.element(
                "rect",
                x=EDGE,
                y=y - 21,
                width=44,
                height=28,
                stroke=page.colours["control-line"],
                stroke_width=1,
                fill="url(#unknown)" if fill == "hatch" else fill,
            )
        )
        page.say(words, EDGE + 60, y, CAPTION)
        y += 40
    page.foot(caption.source)
    return page.done(caption.title, f"{caption.where()} {caption.source}", embed)
