"""Builds the icons: a small font with one glyph each, one class each in assets/css/16-icons.css.

Drawings are Lucide's (assets/img/icons, ISC) and our own marks (assets/img/marks), all on a grid of 24. A font, because a
browser opens a whole document for every SVG it uses as a picture: some 25 on the map cost it a fifth of its first screen.
``python -m scripts.build_icons`` writes; ``--check`` writes nothing and exits 1 when a file is out of date.
"""

import io
import re
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from math import radians, sqrt
from pathlib import Path

import pathops
from fontTools.fontBuilder import FontBuilder
from fontTools.misc.transform import Transform
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.svgLib.path import parse_path
from fontTools.svgLib.path.shapes import PathBuilder

ROOT = Path(__file__).parents[1]
IMG = ROOT / "assets" / "img"
FONT = IMG / "icons.woff2"
FOLDERS = (IMG / "icons", IMG / "marks")
SVG = "{http://www.w3.org/2000/svg}"
PEN = ("fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin")  # what a drawing says on its root
GRID, UNIT = 24, 40          # steps of a drawing; units of the font for each
FIRST = 0xE000               # of the private use area, Unicode 23.5
SINCE_1904 = 2082844800      # 1970-01-01 in a font's seconds: the same font every time it is built
RULES = """\
/* Icons as letters: they take the colour of the words beside them. <span class="icon icon--map" aria-hidden="true"></span>
   Written by scripts/build_icons.py from assets/img/icons (Lucide, ISC) and assets/img/marks. */
@font-face { font-family: "Icons"; src: url(../img/icons.woff2) format("woff2"); font-display: block; }
.icon { display: inline-block; flex: none; width: 1em; height: 1em; vertical-align: -0.14em; font: 400 1em/1 "Icons"; }
"""


def drawings() -> dict[str, ElementTree.Element]:
    """{name: svg} of every drawing, by name. Raises ValueError when two have one name or a grid is not 24."""
    found: dict[str, ElementTree.Element] = {}
    for path in sorted((path for folder in FOLDERS for path in folder.glob("*.svg")), key=lambda path: path.stem):
        svg = ElementTree.parse(path).getroot()
        if path.stem in found or svg.get("viewBox") != "0 0 24 24":
            raise ValueError(f"{path}: an icon has a name of its own and viewBox 0 0 24 24")
        found[path.stem] = svg
    return found


def _pen(svg: ElementTree.Element) -> str:
    return " ".join(f'{name}="{svg.get(name)}"' for name in PEN if svg.get(name))


def _body(parent: ElementTree.Element) -> str:
    """What stands inside, without the namespace and the white space between."""
    parts = []
    for child in parent:
        tag = child.tag.removeprefix(SVG)
        words = " ".join((tag, *(f'{name}="{value}"' for name, value in child.items())))
        inner = _body(child)
        parts.append(f"<{words}>{inner}</{tag}>" if inner else f"<{words}/>")
    return "".join(parts)


def css() -> str:
    """One class for each icon: its letter."""
    return RULES + "".join(f'.icon--{name}::before {{ content: "\\{code:x}"; }}\n' for code, name in enumerate(drawings(), FIRST))


def shape(svg: ElementTree.Element) -> pathops.Path:
    """What a drawing covers in units of the font, lines widened to areas."""
    whole = pathops.Path()
    for outline, scale, pen in _outlines(svg, Transform(UNIT, 0, 0, -UNIT, 0, GRID * UNIT), {}):
        if pen.get("fill", "none") != "none":
            _add(whole, outline)
        if pen.get("stroke", "none") != "none":
            line = pathops.Path(outline)
            line.stroke(float(pen["stroke-width"]) * scale, pathops.LineCap.ROUND_CAP, pathops.LineJoin.ROUND_JOIN, 4)
            _add(whole, line)
    whole.simplify(fix_winding=True, keep_starting_points=False, clockwise=True)
    return whole


def _outlines(
    node: ElementTree.Element, placed: Transform, pen: dict[str, str]
) -> Iterator[tuple[pathops.Path, float, dict[str, str]]]:
    """Every outline under ``node`` in units of the font, how much it was enlarged, and how it is drawn."""
    pen = {**pen, **{name: node.attrib[name] for name in PEN if name in node.attrib}}
    for name, values in re.findall(r"(\w+)\(([^)]*)\)", node.get("transform", "")):
        numbers = [float(one) for one in re.split(r"[ ,]+|(?<=\d)(?=-)", values.strip())]
        placed = placed.rotate(radians(*numbers)) if name == "rotate" else getattr(placed, name)(*numbers)
    builder = PathBuilder()
    own = {key: value for key, value in node.attrib.items() if key != "transform"}
    builder.add_path_from_element(ElementTree.Element(node.tag, own))
    for path in builder.paths:
        outline = pathops.Path()
        parse_path(path, TransformPen(outline.getPen(glyphSet=None), placed))
        yield outline, sqrt(abs(placed[0] * placed[3] - placed[1] * placed[2])), pen
    for child in node:
        yield from _outlines(child, placed, pen)


def _add(whole: pathops.Path, part: pathops.Path) -> None:
    area = pathops.Path(part)
    area.convertConicsToQuads()
    area.simplify(fix_winding=True, keep_starting_points=False)
    area.draw(whole.getPen(glyphSet=None))


def font() -> bytes:
    """All icons as one WOFF2 font, each glyph as wide and as high as its em."""
    em = GRID * UNIT
    glyphs, names = {".notdef": TTGlyphPen(None).glyph()}, list(drawings())
    for name, svg in drawings().items():
        pen = TTGlyphPen(None)
        shape(svg).draw(Cu2QuPen(pen, 1))
        glyphs[name] = pen.glyph()
    builder = FontBuilder(em, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap(dict(enumerate(names, FIRST)))
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics({name: (em, getattr(glyphs[name], "xMin", 0)) for name in glyphs})
    builder.setupHorizontalHeader(ascent=em, descent=0)
    builder.setupNameTable({"familyName": "Icons", "styleName": "Regular", "licenseDescription": "Lucide, ISC; marks MIT"})
    builder.setupOS2(sTypoAscender=em, sTypoDescender=0, sTypoLineGap=0, usWinAscent=em, usWinDescent=0)
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = SINCE_1904
    builder.font.recalcTimestamp = False
    builder.font.flavor = "woff2"
    file = io.BytesIO()
    builder.save(file)
    return file.getvalue()


def files() -> dict[Path, bytes]:
    return {ROOT / "assets" / "css" / "16-icons.css": css().encode(), FONT: font()}


def outdated() -> list[Path]:
    """The files that are not what the drawings make of them."""
    return [path for path, content in files().items() if not path.is_file() or path.read_bytes() != content]


def main() -> int:
    late = outdated()
    if "--check" not in sys.argv:
        for path, content in files().items():
            path.write_bytes(content)
        late = []
    for path in late:
        print(f"{path.relative_to(ROOT)} is out of date; write it: python -m scripts.build_icons")
    print(f"{len(drawings())} icons")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
