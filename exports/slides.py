"""A story or a talk as an editable PPTX: text as text, lines as native charts, maps as pictures, notes where notes belong."""

import datetime
import io
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from data import store
from data.i18n import LOCALES, translator
from exports import city_map, faces, pictures, svg, typeset
from exports.colours import colours
from exports.frame import CAPTION, EDGE, FIGURE, HEIGHT, TEXT, TITLE_2, TITLE_3, WIDTH
from exports.said import Number, Said, said, shows

Row = dict[str, Any]
UNIT = 7620  # EMU in one of the picture's units: 13.333 inches are 1600 of them
POINTS = UNIT / 12700  # points in one
RULE = HEIGHT - 206  # where words begin under the picture
SENTENCE = 36.0
LAYOUT = 5  # of python-pptx's own template: a title and nothing else
THEME_COLOURS = {  # name in a PPTX theme: role; a deck is recoloured by its theme alone
    "dk1": "text",
    "lt1": "ground",
    "dk2": "text-soft",
    "lt2": "surface",
    "accent1": "accent",
    "accent2": "family-move",
    "accent3": "family-nature",
    "accent4": "family-people",
    "accent5": "family-govern",
    "accent6": "family-make",
    "hlink": "text-soft",
    "folHlink": "text-soft",
}
ROLES = {
    "text": MSO_THEME_COLOR.TEXT_1,
    "ground": MSO_THEME_COLOR.BACKGROUND_1,
    "text-soft": MSO_THEME_COLOR.TEXT_2,
    "surface": MSO_THEME_COLOR.BACKGROUND_2,
    "accent": MSO_THEME_COLOR.ACCENT_1,
    "family-move": MSO_THEME_COLOR.ACCENT_2,
    "family-nature": MSO_THEME_COLOR.ACCENT_3,
    "family-people": MSO_THEME_COLOR.ACCENT_4,
    "family-govern": MSO_THEME_COLOR.ACCENT_5,
    "family-make": MSO_THEME_COLOR.ACCENT_6,
}
SVG_PICTURE = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"  # names the extension in [MS-ODRAWXML] 2.3.2


def deck(question: str, title: str, scenes: list[Row], lang: str, theme: str = "night", day: datetime.date | None = None) -> bytes:
    """The scenes (as data/views/stories.py shapes them) as a PPTX in ``lang``, with a first slide and one of sources.

    ``day``: the date written on it; None = today.
    """
    made = _Deck(lang, theme, (day or datetime.date.today()).isoformat())
    made.cover(question, title)
    for at, scene in enumerate(scenes):
        made.step(scene, at, len(scenes), scenes)
    made.sources(scenes)
    return made.saved(title)


class _Deck:
    """A deck in the making."""

    def __init__(self, lang: str, theme: str, day: str) -> None:
        self.lang, self.theme, self.t = lang, theme, translator(lang)
        self.colours, self.tongue = colours(theme), LOCALES.index(lang)
        self.day = self.t.date(day)
        self.file = Presentation()
        self.file.slide_width, self.file.slide_height = Emu(round(WIDTH * UNIT)), Emu(round(HEIGHT * UNIT))
        self._dress()
        self.layout = self.file.slide_layouts[0]

    # The three kinds of slides

    def cover(self, question: str, title: str) -> None:
        slide = self._slide(question)
        drawn = city_map.drawn(1000, HEIGHT, self.lang, self.theme, named=())
        self._picture(slide, drawn, WIDTH - 1000, 0, 1000, HEIGHT, self.t("exports.map_of_city"))
        size = self._fit(question, faces.TITLE, 84.0, 860, 5)
        self._title(slide, question.replace("，", "，\v"), EDGE, 150, 900, 470, size)
        self._box(slide, EDGE, 640, 860, 60, title, 34.0, faces.TEXT, "text-soft")
        self._box(
            slide,
            EDGE,
            HEIGHT - 110,
            1000,
            60,
            f"{self.t('site.title')} · {self.t('exports.made_on', date=self.day)}",
            TEXT,
            faces.TITLE,
            "accent",
        )
        self._note(slide, f"{question}\n{title}")

    def step(self, scene: Row, at: int, steps: int, scenes: list[Row]) -> None:
        words = said(scene, steps, self.lang)
        slide = self._slide(words.title)
        draw = {"figure": self._figure, "award": self._award, "milestone": self._milestone}.get(shows(scene), self._city)
        draw(slide, scene, words)
        self._canal_of_steps(slide, at, scenes)
        size = self._fit(words.sentence, faces.TITLE, SENTENCE, WIDTH - 2 * EDGE, 2)
        self._box(slide, EDGE, RULE + 22, WIDTH - 2 * EDGE, 110, words.sentence, size, faces.TITLE, name="sentence")
        self._foot(slide, scene, words)
        asked = [words.notes, words.caution, words.source, f"{self.t('exports.period')}{words.period or words.year}"]
        self._note(slide, "\n".join(part for part in asked if part))

    def sources(self, scenes: list[Row]) -> None:
        """Every source of the talk once, with its title, publisher and address; on as many slides as it needs."""
        table = store.load("sources").set_index("source_id", drop=False)
        ids = list(dict.fromkeys(key for scene in scenes for key, _ in scene["sources"]))
        each = 7
        for first in range(0, len(ids), each):
            slide = self._slide(self.t("exports.sources"))
            self._title(slide, self.t("exports.sources"), EDGE, EDGE, WIDTH - 2 * EDGE, 80, TITLE_2)
            for number, key in enumerate(ids[first : first + each]):
                row = table.loc[key].to_dict()
                y = 160 + number * 94
                publisher = next(pair[self.tongue] for scene in scenes for known, pair in scene["sources"] if known == key)
                said_ = f"{publisher} · {row['title']}"
                self._box(
                    slide, EDGE, y, WIDTH - 2 * EDGE, 34, said_, self._fit(said_, faces.STRONG, CAPTION, 1440, 1), faces.STRONG
                )
                address = str(row["url"])
                shown = address if len(address) <= 120 else address[:119] + "…"
                box = self._box(slide, EDGE, y + 34, WIDTH - 2 * EDGE, 36, shown, CAPTION * 0.9, faces.TEXT, "text-soft")
                box.text_frame.paragraphs[0].runs[0].hyperlink.address = address

    def saved(self, title: str) -> bytes:
        about = self.file.core_properties
        about.title, about.language, about.author = title, self.lang, self.t("site.title")
        about.comments, about.keywords = "", ""
        out = io.BytesIO()
        self.file.save(out)
        return out.getvalue()

    # What a step shows

    def _city(self, slide: Any, scene: Row, words: Said) -> None:
        left, height = 600, RULE
        drawn = pictures.city_of(scene, WIDTH - left, height, self.lang, self.theme)
        self._picture(slide, drawn, left, 0, WIDTH - left, height, f"{self.t('exports.map')}: {words.area}")
        for label in drawn.labels:
            self._label(slide, left + label.x, label.y, label.words, label.strong, drawn.size)
        y = self._head(slide, words, 560)
        facts = dict.fromkeys((*words.where, words.area, *(() if words.numbers else (words.period,))))
        y = self._flow(slide, " · ".join(part for part in facts if part), y, 540, TEXT, "text-soft")
        self._numbers(slide, words.numbers, y + 16)

    def _numbers(self, slide: Any, numbers: tuple[Number, ...], y: float) -> None:
        size = {1: 78.0, 2: 54.0}.get(len(numbers), 42.0)
        for number in numbers:
            fitted = self._fit(number.value, faces.TITLE, size, 540, 1)
            box = self._box(slide, EDGE, y, 560, fitted * 1.25, number.value, fitted, faces.TITLE, name="number")
            if number.unit:
                self._run(box.text_frame.paragraphs[0], f" {number.unit}", TEXT, faces.TEXT, "text")
            whole = faces.width(number.value, faces.TITLE[self.lang], fitted) + faces.width(
                f" {number.unit}", faces.TEXT[self.lang], TEXT
            )
            y += fitted * 1.32 + (TEXT * 1.3 if whole > 550 else 0)
            y = self._flow(slide, " · ".join(part for part in (number.name, number.when) if part), y, 540, CAPTION, "text-soft") + 4

    def _figure(self, slide: Any, scene: Row, words: Said) -> None:
        figure = scene["figure"]
        year = self._box(slide, EDGE, 42, 300, 110, words.year, FIGURE, faces.TITLE, "accent", name="year")
        beside = EDGE + faces.width(words.year, faces.TITLE[self.lang], FIGURE) + 40
        year.width = Emu(round((beside - EDGE) * UNIT))
        self._title(
            slide,
            words.title,
            beside,
            52,
            WIDTH - EDGE - beside,
            56,
            self._fit(words.title, faces.TITLE, TITLE_3, WIDTH - EDGE - beside, 1),
        )
        self._box(
            slide,
            beside,
            108,
            WIDTH - EDGE - beside,
            44,
            " · ".join((words.period, words.area, words.unit)),
            TEXT,
            faces.TEXT,
            "text-soft",
        )
        extra = [*words.where]
        foot = RULE - 78
        if figure["line"]:
            self._chart(slide, figure, EDGE - 10, 165, WIDTH - 2 * EDGE + 20, foot - 165, words)
            if pictures.scale_of([point["value"] for point in figure["points"]])[0] != 0:
                extra.append(self.t("story.cropped"))
        else:
            part = (WIDTH - 2 * EDGE) / len(words.numbers)
            for at, number in enumerate(words.numbers):
                self._box(slide, EDGE + at * part, 240, part - 30, 170, number.value, 120.0, faces.TITLE, name="number")
                self._box(
                    slide, EDGE + at * part, 400, part - 30, 50, f"{number.unit} · {number.when}", TEXT, faces.TEXT, "text-soft"
                )
        remark = " ".join([*extra, words.caution]).strip()
        if remark:
            self._box(
                slide,
                EDGE,
                foot + 2,
                WIDTH - 2 * EDGE,
                62,
                remark,
                self._fit(remark, faces.TEXT, CAPTION, WIDTH - 2 * EDGE, 2),
                faces.TEXT,
                "text-soft",
            )

    def _chart(self, slide: Any, figure: Row, x: float, y: float, width: float, height: float, words: Said) -> None:
        points = figure["points"]
        values = [point["value"] for point in points]
        data = CategoryChartData(number_format=_number_format(values))
        labels, base = _categories(points)
        data.categories = labels
        data.add_series(figure["name"][self.tongue], values)
        held = slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *self._at(x, y, width, height), data)
        held.name = words.title
        _described(held, f"{words.title}, {words.period}")
        chart = held.chart
        chart.has_legend = chart.has_title = False
        chart.font.size, chart.font.name = Pt(TEXT * 0.85 * POINTS), faces.TITLE[self.lang][0].family
        chart.font.color.theme_color = ROLES["text-soft"]
        foot, top = pictures.scale_of(values)
        axis = chart.value_axis
        axis.minimum_scale, axis.maximum_scale, axis.major_unit = foot, top, (top - foot) / 2
        axis.has_major_gridlines, axis.major_tick_mark = True, XL_TICK_MARK.NONE
        axis.major_gridlines.format.line.color.rgb = _rgb(self.colours["line"])
        axis.major_gridlines.format.line.width = Pt(0.75)
        axis.format.line.fill.background()
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = (
            _number_format([foot, top, (foot + top) / 2]),
            False,
        )
        category = chart.category_axis
        category.major_tick_mark, category.tick_label_position = XL_TICK_MARK.NONE, XL_TICK_LABEL_POSITION.LOW
        category.format.line.color.rgb = _rgb(self.colours["line"])
        category.has_major_gridlines = False
        if base:
            category.tick_labels.number_format, category.tick_labels.number_format_is_linked = (
                "yyyy" if base == "years" else "yyyy/m",
                False,
            )
            _every(chart, 1 if base == "years" else 3, base)
        _axis_to_the_right(chart)
        _with_room(chart)
        series = chart.plots[0].series[0]
        series.smooth = False
        series.format.line.width = Pt(2.5)
        series.format.line.color.theme_color = ROLES[f"family-{figure['family']}"]
        series.marker.style = XL_MARKER_STYLE.NONE
        lowest = values.index(min(values))
        for at in pictures.marked(points):
            is_below = at == lowest and values[at] - foot > (top - foot) * 0.12  # nearer to the foot it would meet the years
            place = XL_LABEL_POSITION.BELOW if is_below else XL_LABEL_POSITION.ABOVE
            self._mark(series.points[at], bool(points[at].get("named")), figure["family"], place)

    def _mark(self, point: Any, is_named: bool, family: str, place: XL_LABEL_POSITION) -> None:
        point.marker.style, point.marker.size = XL_MARKER_STYLE.CIRCLE, 11 if is_named else 8
        point.marker.format.fill.solid()
        point.marker.format.fill.fore_color.theme_color = ROLES["ground"]
        point.marker.format.line.color.theme_color = ROLES["accent" if is_named else f"family-{family}"]
        point.marker.format.line.width = Pt(2.25)
        label = point.data_label
        label.position = place
        label.font.size, label.font.bold = Pt((30.0 if is_named else TEXT) * POINTS), True
        label.font.color.theme_color = ROLES["accent" if is_named else "text"]
        label.font.name = faces.TITLE[self.lang][0].family
        shown = label._dLbl
        for name in ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize"):
            child = shown.find(qn(f"c:{name}"))
            if child is not None:
                child.set("val", "1" if name == "showVal" else "0")

    def _award(self, slide: Any, scene: Row, words: Said) -> None:
        parts = pictures.branch(scene["award"], WIDTH, RULE, self.lang, self.theme)
        self._picture(slide, parts, 0, 0, WIDTH, RULE, self.t("exports.branch"))
        y = self._head(slide, words, 640)
        self._flow(slide, " · ".join((*words.where, words.period)), y, 600, TEXT, "text-soft")

    def _milestone(self, slide: Any, scene: Row, words: Said) -> None:
        y = self._head(slide, words, WIDTH - 2 * EDGE)
        self._flow(slide, " · ".join((words.period, words.area)), y, WIDTH - 2 * EDGE, TEXT, "text-soft")
        milestone, beside = scene["milestone"], scene["milestone"]["beside"]
        here = next(at for at, one in enumerate(beside) if one["id"] == milestone["id"])
        role, part, level = f"family-{milestone['family']}", (WIDTH - 2 * EDGE) / len(beside), 430.0
        self._rule(slide, EDGE, level, WIDTH - EDGE, 5.0, rgb=self.colours["line"])
        self._rule(slide, EDGE, level, EDGE + part * (here + 0.5), 3.0, role=role)
        for at, one in enumerate(beside):
            x = EDGE + part * (at + 0.5)
            if at == here:
                self._pond(slide, x, level, 52, None, "accent", 1.0)
                self._pond(slide, x, level, 31, "accent", "accent", 1.0)
            else:
                self._pond(slide, x, level, 18, role if at < here else "ground", role, 2.0)
            box = self._box(
                slide,
                x - part * 0.47,
                level + 68,
                part * 0.94,
                150,
                one["date"][self.tongue],
                TEXT * 0.9,
                faces.TITLE,
                "accent" if at == here else "text-soft",
                PP_ALIGN.CENTER,
                name="event",
            )
            self._run(
                box.text_frame.add_paragraph(), one["title"][self.tongue], TEXT, faces.STRONG if at == here else faces.TEXT, "text"
            )
            box.text_frame.paragraphs[1].alignment = PP_ALIGN.CENTER

    # Parts

    def _slide(self, title: str) -> Any:
        slide = self.file.slides.add_slide(self.layout)
        slide.shapes.title.text_frame.text = title
        return slide

    def _head(self, slide: Any, words: Said, width: float) -> float:
        """The year in peach and the title under it; where the next line may begin."""
        self._box(slide, EDGE, 42, 360, 110, words.year, FIGURE, faces.TITLE, "accent", name="year")
        size = self._fit(words.title, faces.TITLE, TITLE_2, width - 20, 3)
        rows = len(svg.lines(words.title, faces.TITLE[self.lang], size, width - 20))
        self._title(slide, words.title, EDGE, 160, width, rows * size * 1.25 + 6, size)
        return 160 + rows * size * 1.3 + 22

    def _title(self, slide: Any, title: str, x: float, y: float, width: float, height: float, size: float) -> None:
        held = slide.shapes.title
        held.left, held.top, held.width, held.height = self._at(x, y, width, height)
        self._set(held.text_frame, title, size, faces.TITLE, "text", PP_ALIGN.LEFT)

    def _flow(self, slide: Any, words: str, y: float, width: float, size: float, role: str) -> float:
        """A paragraph as high as it needs; where the next may begin."""
        if not words:
            return y
        rows = len(svg.lines(words, faces.TEXT[self.lang], size, width - 12))
        self._box(slide, EDGE, y, width, rows * size * 1.4, words, size, faces.TEXT, role)
        return y + rows * size * 1.4

    def _box(
        self,
        slide: Any,
        x: float,
        y: float,
        width: float,
        height: float,
        words: str,
        size: float,
        kind: dict[str, tuple[faces.Face, ...]],
        role: str = "text",
        align: Any = PP_ALIGN.LEFT,
        name: str = "",
    ) -> Any:
        held = slide.shapes.add_textbox(*self._at(x, y, width, height))
        if name:
            held.name = name
        self._set(held.text_frame, words, size, kind, role, align)
        return held

    def _set(self, frame: Any, words: str, size: float, kind: dict[str, tuple[faces.Face, ...]], role: str, align: Any) -> None:
        frame.clear()
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.paragraphs[0].alignment = align
        self._run(frame.paragraphs[0], words, size, kind, role)

    def _run(self, paragraph: Any, words: str, size: float, kind: dict[str, tuple[faces.Face, ...]], role: str) -> None:
        """A run with its language and a typeface for each script: Office chooses by both."""
        before, _, words = words.rpartition("\v")  # a break within a title: after its comma, as a reader would
        if before:
            self._run(paragraph, before, size, kind, role)
            paragraph.add_line_break()
        run = paragraph.add_run()
        run.text = words
        run.font.size, run.font.bold = Pt(round(size * POINTS * 2) / 2), kind is not faces.TEXT
        run.font.color.theme_color = ROLES[role]
        paragraph.line_spacing = 1.15 if kind is faces.TITLE else 1.2
        self._spoken(run._r.get_or_add_rPr(), kind)

    def _spoken(self, properties: Any, kind: dict[str, tuple[faces.Face, ...]]) -> None:
        properties.set("lang", "zh-TW" if self.lang == "zh-TW" else "en-GB")
        properties.set("altLang", "en-GB" if self.lang == "zh-TW" else "zh-TW")
        for tag, face in (("a:latin", kind[self.lang][0]), ("a:ea", kind["zh-TW"][0]), ("a:cs", kind[self.lang][0])):
            etree.SubElement(properties, qn(tag)).set("typeface", face.family)

    def _foot(self, slide: Any, scene: Row, words: Said) -> None:
        site = f"{self.t('site.title')} · {words.count}"
        wide = faces.width(site, faces.TITLE[self.lang], CAPTION) + 30
        self._box(
            slide, WIDTH - EDGE - wide, HEIGHT - 56, wide, 32, site, CAPTION, faces.TITLE, "text-soft", PP_ALIGN.RIGHT, name="count"
        )
        source = f"{words.source} · {words.period or words.year}"
        room = WIDTH - 2 * EDGE - wide - 20
        size = self._fit(source, faces.TEXT, CAPTION, room, 2)
        rows = len(svg.lines(source, faces.TEXT[self.lang], size, room))
        self._box(
            slide,
            EDGE,
            HEIGHT - 28 - rows * size * 1.28,
            room,
            rows * size * 1.28,
            source,
            size,
            faces.TEXT,
            "text-soft",
            name="source",
        )

    def _canal_of_steps(self, slide: Any, at: int, scenes: list[Row]) -> None:
        self._rule(slide, EDGE, RULE, WIDTH - EDGE, 1.0, rgb=self.colours["line"])
        part = (WIDTH - 2 * EDGE) / len(scenes)
        for number in range(len(scenes)):
            x = EDGE + part * (number + 0.5)
            if number == at:
                self._pond(slide, x, RULE, 10, "accent", "accent", 1.0)
            else:
                self._pond(slide, x, RULE, 6, "text-soft" if number < at else "ground", "text-soft", 1.0)

    def _label(self, slide: Any, x: float, y: float, words: str, strong: str, size: float) -> None:
        wide = max(faces.width(words, faces.TEXT[self.lang], size), faces.width(strong, faces.TITLE[self.lang], size * 1.4)) + 24
        tall = size * (2.9 if strong else 1.3)
        box = self._box(
            slide,
            x - wide / 2,
            y - tall / 2,
            wide,
            tall,
            strong or words,
            size * (1.4 if strong else 1.0),
            faces.TITLE if strong else faces.TEXT,
            "text",
            PP_ALIGN.CENTER,
            name="place",
        )
        box.text_frame.word_wrap = False
        if strong:
            self._run(box.text_frame.add_paragraph(), words, size, faces.TEXT, "text")
            box.text_frame.paragraphs[1].alignment = PP_ALIGN.CENTER

    def _picture(
        self, slide: Any, drawn: city_map.Drawn | list[Any], x: float, y: float, width: float, height: float, said_: str
    ) -> None:
        """A picture twice: PNG for every program, SVG for those that can turn it into shapes."""
        is_map = isinstance(drawn, city_map.Drawn)
        parts = [*drawn.shapes, *self._sunk(width, height)] if is_map else drawn
        vector = svg.document(width, height, parts, said_, said_, self.lang, embed=not is_map)
        held = slide.shapes.add_picture(
            io.BytesIO(typeset.png(vector, width, height, round(width * 1.5))), *self._at(x, y, width, height)
        )
        held.name = said_
        _described(held, said_)
        number = sum(1 for _ in slide.part.package.iter_parts()) + 1
        part = Part(PackURI(f"/ppt/media/picture{number}.svg"), "image/svg+xml", slide.part.package, vector.encode())
        blip = held._element.find(f".//{qn('a:blip')}")
        extension = etree.SubElement(etree.SubElement(blip, qn("a:extLst")), qn("a:ext"), uri=SVG_EXTENSION)
        etree.SubElement(extension, f"{{{SVG_PICTURE}}}svgBlip", nsmap={"asvg": SVG_PICTURE}).set(
            qn("r:embed"), slide.part.relate_to(part, RT.IMAGE)
        )
        tree = slide.shapes._spTree
        tree.remove(held._element)
        tree.insert(2, held._element)

    def _sunk(self, width: float, height: float) -> list[Any]:
        """Towards the words and the foot a map sinks into the ground."""
        ground, found = self.colours["ground"], []
        for name, ends, box in (
            ("sink-left", {"x1": 0, "x2": 1, "y1": 0, "y2": 0}, (0, 0, 200, height)),
            ("sink-foot", {"x1": 0, "x2": 0, "y1": 1, "y2": 0}, (0, height - 70, width, 70)),
        ):
            stops = [
                svg.element("stop", offset=0, stop_color=ground),
                svg.element("stop", offset=1, stop_color=ground, stop_opacity=0),
            ]
            found.append(svg.element("defs", [svg.element("linearGradient", stops, id=name, **ends)]))
            found.append(svg.element("rect", x=box[0], y=box[1], width=box[2], height=box[3], fill=f"url(#{name})"))
        return found

    def _rule(
        self, slide: Any, x: float, y: float, to: float, thick: float, role: str | None = None, rgb: str | None = None
    ) -> None:
        line = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *self._at(x, y, to, y))
        line.line.width = Pt(thick)
        if role:
            line.line.color.theme_color = ROLES[role]
        elif rgb:
            line.line.color.rgb = _rgb(rgb)

    def _pond(self, slide: Any, x: float, y: float, radius: float, fill: str | None, edge: str, thick: float) -> None:
        pond = slide.shapes.add_shape(MSO_SHAPE.OVAL, *self._at(x - radius, y - radius, 2 * radius, 2 * radius))
        pond.shadow.inherit = False
        if fill:
            pond.fill.solid()
            pond.fill.fore_color.theme_color = ROLES[fill]
        else:
            pond.fill.background()
        pond.line.color.theme_color, pond.line.width = ROLES[edge], Pt(thick)

    def _note(self, slide: Any, words: str) -> None:
        frame = slide.notes_slide.notes_text_frame
        frame.text = words
        for paragraph in frame.paragraphs:
            for run in paragraph.runs:
                properties = run._r.get_or_add_rPr()
                properties.set("lang", "zh-TW" if self.lang == "zh-TW" else "en-GB")
                for tag, face in (("a:latin", faces.TEXT[self.lang][0]), ("a:ea", faces.SANS)):
                    etree.SubElement(properties, qn(tag)).set("typeface", face.family)

    def _fit(self, words: str, kind: dict[str, tuple[faces.Face, ...]], size: float, width: float, most: int) -> float:
        """The largest size up to ``size`` at which ``words`` take at most ``most`` lines."""
        while size > 12 and len(svg.lines(words, kind[self.lang], size, width * 0.985)) > most:
            size *= 0.96
        return size

    def _at(self, *places: float) -> tuple[Emu, ...]:
        return tuple(Emu(round(place * UNIT)) for place in places)

    def _dress(self) -> None:
        """The theme: our colours and typefaces by their places in it; one layout, its title where ours stands."""
        layouts = self.file.slide_layouts
        for layout in [one for at, one in enumerate(layouts) if at != LAYOUT]:
            layouts.remove(layout)
        for held in list(layouts[0].placeholders):
            if held.placeholder_format.idx != 0:
                held._element.getparent().remove(held._element)
            else:
                held.left, held.top, held.width, held.height = self._at(EDGE, 160, 900, 80)
        for held in list(self.file.slide_master.placeholders):
            if held.placeholder_format.idx != 0:
                held._element.getparent().remove(held._element)
            else:
                held.left, held.top, held.width, held.height = self._at(EDGE, 160, 900, 80)
        part = self.file.slide_master.part.part_related_by(RT.THEME)
        theme = etree.fromstring(part.blob)
        scheme = theme.find(f".//{qn('a:clrScheme')}")
        scheme.set("name", self.t("site.title"))
        for name, role in THEME_COLOURS.items():
            place = scheme.find(qn(f"a:{name}"))
            for child in list(place):
                place.remove(child)
            etree.SubElement(place, qn("a:srgbClr")).set("val", self.colours[role][1:].upper())
        for tag, kind in (("a:majorFont", faces.TITLE), ("a:minorFont", faces.TEXT)):
            fonts = theme.find(f".//{qn(tag)}")
            fonts.find(qn("a:latin")).set("typeface", kind[self.lang][0].family)
            fonts.find(qn("a:ea")).set("typeface", kind["zh-TW"][0].family)
        part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _described(held: Any, words: str) -> None:
    """What a picture shows, for people who do not see it."""
    held._element.xpath(".//p:cNvPr")[0].set("descr", words)


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour[1:].upper())


def _number_format(values: list[float]) -> str:
    """As many digits after the point as the values have, three at most."""
    digits = max(min(3, len(f"{value:.6f}".rstrip("0").partition(".")[2])) for value in values)
    return "#,##0" + (f".{'0' * digits}" if digits else "")


def _categories(points: list[Row]) -> tuple[list[Any], str]:
    """What stands along the foot of a line: years as words where there is one point a year, else dates; and their unit."""
    dates = [point["date"] for point in points]
    years = [int(date[:4]) for date in dates]
    is_yearly = years == list(range(years[0], years[0] + len(years))) and all(len(d) == 4 or d[4:] == dates[0][4:] for d in dates)
    if is_yearly:
        return [str(year) for year in years], ""
    exact = [datetime.date(*([int(part) for part in date.split("-")] + [1, 1])[:3]) for date in dates]
    return exact, "years" if years[-1] - years[0] > 2 else "months"


def _every(chart: Any, number: int, unit: str) -> None:
    """Says a date along the foot every ``number`` of ``unit`` (years or months)."""
    axis = chart._chartSpace.find(f".//{qn('c:dateAx')}")
    for name in ("c:majorUnit", "c:majorTimeUnit"):
        for old in axis.findall(qn(name)):
            axis.remove(old)
    after = next(axis.find(qn(name)) for name in ("c:baseTimeUnit", "c:lblOffset", "c:auto") if axis.find(qn(name)) is not None)
    for name, value in (("c:majorTimeUnit", unit), ("c:majorUnit", str(number))):  # each set right behind ``after``: last first
        made = etree.Element(qn(name))
        made.set("val", value)
        after.addnext(made)


def _with_room(chart: Any) -> None:
    """Leaves room beside the plot: half a number at its left edge, the scale at its right."""
    area = chart._chartSpace.find(f".//{qn('c:plotArea')}")
    layout = area.find(qn("c:layout"))
    if layout is None:
        layout = etree.Element(qn("c:layout"))
        area.insert(0, layout)
    manual = etree.SubElement(layout, qn("c:manualLayout"))
    places = {"x": 0.045, "y": 0.08, "w": 0.865, "h": 0.78}
    for name, value in {"layoutTarget": "inner", "xMode": "edge", "yMode": "edge", **places}.items():
        etree.SubElement(manual, qn(f"c:{name}")).set("val", str(value))


def _axis_to_the_right(chart: Any) -> None:
    """Values stand at the right, as on the screens."""
    category = chart._chartSpace.find(f".//{qn('c:valAx')}")
    crosses = category.find(qn("c:crosses"))
    if crosses is not None:
        crosses.set("val", "max")
    else:
        etree.SubElement(category, qn("c:crosses")).set("val", "max")
