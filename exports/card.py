"""The picture a link brings along: 1200 × 630, a name, one fact with its source, and the very view; kept per data version."""

import hashlib
import logging
from pathlib import Path
from typing import Any

from data import store, whole
from data.i18n import LOCALES, translator
from data.views import words
from exports import faces, svg, typeset
from exports.colours import colours
from exports.sight import Sight, sight_of
from server.address import Found, understand
from server.head import CARD_HEIGHT, CARD_WIDTH, bare, viewed
from server.pages import page_of

WIDTH, HEIGHT = float(CARD_WIDTH), float(CARD_HEIGHT)
EDGE, LEFT, TOP = 56.0, 520.0, 150.0  # margin; where the picture begins beside words, and under them
SMALL, TEXT, TITLE, NUMBER = 22.0, 27.0, 58.0, 92.0
ROOT = Path(__file__).parents[1]
MOST = 1500  # files kept; one is some 60 to 120 kB
DESIGN = "1"  # goes up when cards look different
log = logging.getLogger(__name__)


def png(address: str, lang: str) -> bytes:
    """The card of ``address`` (path and query) in ``lang``. Raises LookupError when it is no page of this exhibition."""
    if not address.startswith("/") or address.startswith("//"):
        raise LookupError(address)
    found = viewed(understand(address))
    page = page_of(address)
    if not isinstance(found, Found) or page["status"] != 200:
        raise LookupError(address)
    said = repr((DESIGN, store.version(), words.version(), found.path.rstrip("/"), found.query, lang))
    path = folder() / f"{store.version()}-{hashlib.sha256(said.encode()).hexdigest()[:24]}.png"
    if path.is_file():
        return path.read_bytes()
    content = typeset.png(drawn(page, found, lang), WIDTH, HEIGHT, int(WIDTH))
    _keep(path, content)
    return content


def folder() -> Path:
    """Where cards lie; may be deleted at any time."""
    return ROOT / "build" / "cards"


def _keep(path: Path, content: bytes) -> None:
    try:
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
        whole.write(path, content)
        others = sorted(path.parent.glob("*.png"), key=lambda one: one.stat().st_mtime, reverse=True)
        for old in [*others[MOST:], *(one for one in others[:MOST] if not one.name.startswith(store.version()))]:
            old.unlink(missing_ok=True)
    except OSError as error:
        log.warning("a card was not kept: %s", error)


def drawn(page: dict[str, Any], found: Found, lang: str, theme: str = "night") -> str:
    """The card as SVG, for programs that have the exhibition's typefaces."""
    tongue = LOCALES.index(lang)
    sight = sight_of(found, bare(page["title"][tongue], lang), page["description"][tongue], lang, theme)
    return _Card(sight, lang, theme).done()


class _Card:
    def __init__(self, sight: Sight, lang: str, theme: str) -> None:
        self.sight, self.lang, self.theme, self.colours = sight, lang, theme, colours(theme)
        self.parts = [svg.element("rect", width=WIDTH, height=HEIGHT, fill=self.colours["ground"])]

    def done(self) -> str:
        """All of it. A wide picture lies under the words, another one stands beside them."""
        sight = self.sight
        if sight.is_wide:
            y = self._say(sight.title, EDGE, 150, 48.0, faces.TITLE, "text", WIDTH - 2 * EDGE, 1.16, 2)
            y = self._fact(y - 4, WIDTH - 2 * EDGE, 52.0, 1)
            foot = HEIGHT - 96
            self._place(sight.draw(WIDTH - 2 * EDGE, foot - y, 27.0), EDGE, y)
        else:
            self._place(sight.draw(WIDTH - LEFT, HEIGHT - 50, 26.0), LEFT, 0)
            self._sink()
            y = self._say(sight.title, EDGE, 166, TITLE, faces.TITLE, "text", LEFT - 10, 1.16, 4)
            self._fact(y, LEFT - 30, NUMBER if sight.number else 0, 4)
        self._head()
        self._foot()
        return svg.document(WIDTH, HEIGHT, self.parts, sight.title, sight.about, self.lang, embed=False)

    def _say(
        self, words: str, x: float, y: float, size: float, kind: Any, role: str, width: float, leading: float, most: int
    ) -> float:
        found, after = svg.paragraph(words, x, y, size, kind[self.lang], self.colours[role], width, leading, most)
        self.parts += found
        return after

    def _place(self, shapes: list[Any], x: float, y: float) -> None:
        self.parts.append(svg.element("g", shapes, transform=f"translate({x:.1f} {y:.1f})"))

    def _sink(self) -> None:
        """The picture sinks into the ground towards the words and the source."""
        ground = self.colours["ground"]
        for name, ends in (("left", {"x1": 0, "x2": 1, "y1": 0, "y2": 0}), ("foot", {"x1": 0, "x2": 0, "y1": 1, "y2": 0})):
            stops = [svg.element("stop", offset=at, stop_color=ground, stop_opacity=1 - at) for at in (0, 1)]
            self.parts.append(svg.element("defs", [svg.element("linearGradient", stops, id=f"sink-{name}", **ends)]))
        self.parts.append(svg.element("rect", x=LEFT - 1, width=120, height=HEIGHT, fill="url(#sink-left)"))
        self.parts.append(svg.element("rect", x=LEFT - 1, y=HEIGHT - 150, width=WIDTH, height=101, fill="url(#sink-foot)"))

    def _head(self) -> None:
        """The pond of the exhibition, its name, and what kind of page this is."""
        accent = self.colours["accent"]
        x, y = EDGE + 15, 70.0
        self.parts.append(svg.element("circle", cx=x, cy=y, r=8.5, fill=accent))
        self.parts.append(svg.element("circle", cx=x, cy=y, r=14.5, fill="none", stroke=accent, stroke_width=2.6))
        kind = faces.STRONG if self.lang == "en" else faces.TITLE
        self.parts.append(svg.text(self.sight.kind, EDGE + 44, y + 8.5, 25.0, kind[self.lang], accent))

    def _fact(self, y: float, width: float, size: float, most: int) -> float:
        """The number with its unit, and what it counts; gives the base line after it."""
        sight = self.sight
        if not sight.number:
            return self._say(sight.about, EDGE, y + 8, TEXT + 3, faces.TEXT, "text", width, 1.36, 5 if not sight.is_wide else 2)
        title = faces.TITLE[self.lang]
        size = min(size, size * width / (faces.width(sight.number, title, size) or 1))
        y += size * 0.72
        self.parts.append(svg.text(sight.number, EDGE, y, size, title, self.colours["accent"]))
        beside = EDGE + faces.width(sight.number, title, size) + 14
        words = " · ".join(part for part in ((sight.unit, sight.about) if most == 1 else (sight.unit,)) if part)
        if most == 1:
            self._say(words, beside, y, TEXT, faces.TEXT, "text", WIDTH - EDGE - beside, 1.2, 1)
            return y + 24
        if beside + faces.width(words, faces.TEXT[self.lang], TEXT) < EDGE + width + 40:
            self._say(words, beside, y, TEXT, faces.TEXT, "text", WIDTH, 1.2, 1)
            y += 46
        else:
            y = self._say(words, EDGE, y + 42, TEXT, faces.TEXT, "text", width, 1.2, 2)
        room = int((HEIGHT - 96 - y) / (TEXT * 1.34)) + 1
        return self._say(sight.about, EDGE, y, TEXT, faces.TEXT, "text-soft", width, 1.34, max(1, min(most, room)))

    def _foot(self) -> None:
        site = translator(self.lang)("site.title")
        years = translator(self.lang)("site.years")
        mark = " · ".join(dict.fromkeys((site, years)))
        fill = self.colours["text-soft"]
        own = faces.width(mark, faces.TITLE[self.lang], SMALL)
        room = WIDTH - 2 * EDGE - own - 40
        found, _ = svg.paragraph(self.sight.source, EDGE, 0, SMALL, faces.TEXT[self.lang], fill, room, 1.25, 2)
        self._place(found, 0, HEIGHT - 36 - (len(found) - 1) * SMALL * 1.25 if found else 0)
        self.parts.append(svg.text(mark, WIDTH - EDGE, HEIGHT - 36, SMALL, faces.TITLE[self.lang], fill, "end"))
