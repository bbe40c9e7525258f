"""Builds the icons: one class each in assets/css/16-icons.css, one sprite for ``<use>``, and the favicon.

Drawings are Lucide's (assets/img/icons, ISC) and our own marks (assets/img/marks), all on a grid of 24.
``python -m scripts.build_icons`` writes; ``--check`` writes nothing and exits 1 when a file is out of date.
"""

import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from urllib.parse import quote

from scripts import check_tokens

ROOT = Path(__file__).parents[1]
IMG = ROOT / "assets" / "img"
FOLDERS = (IMG / "icons", IMG / "marks")
SVG = "{http://www.w3.org/2000/svg}"
PEN = ("fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin")  # what a drawing says on its root
RULES = """\
/* Icons as masks: they take the colour of the words beside them. <span class="icon icon--map" aria-hidden="true"></span>
   Written by scripts/build_icons.py from assets/img/icons (Lucide, ISC) and assets/img/marks. */
.icon {
  display: inline-block; flex: none; width: 1em; height: 1em; vertical-align: -0.14em;
  background: currentColor; forced-color-adjust: none;
  -webkit-mask: var(--icon) center / contain no-repeat; mask: var(--icon) center / contain no-repeat;
}
@media (forced-colors: active) {
  .icon { background: CanvasText; }
  :is(a, [href]) > .icon { background: LinkText; }
  button > .icon { background: ButtonText; }
}
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
    """One class for each icon; the mask needs only the shape, so every colour in it is black."""
    lines = []
    for name, svg in drawings().items():
        image = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" {_pen(svg)}>{_body(svg)}</svg>'
        data = quote(image.replace("currentColor", "black").replace('"', "'"), safe=" '=:/,;()+-")
        lines.append(f'.icon--{name} {{ --icon: url("data:image/svg+xml,{data}"); }}\n')
    return RULES + "".join(lines)


def sprite() -> str:
    """One symbol for each icon; ``<svg><use href=".../icons.svg#map"/></svg>`` takes the colour of the words around it."""
    symbols = (f'<symbol id="{name}" viewBox="0 0 24 24" {_pen(svg)}>{_body(svg)}</symbol>\n'
               for name, svg in drawings().items())
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "".join(symbols) + "</svg>\n"


def favicon() -> str:
    """The pond in peach: the day's on light windows, the night's on dark ones."""
    pond, themes = drawings()["pond"], check_tokens.themes()
    style = (f"svg{{color:{themes['day']['accent']}}}"
             f"@media(prefers-color-scheme:dark){{svg{{color:{themes['night']['accent']}}}}}")
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" {_pen(pond)}>'
            f"<style>{style}</style>{_body(pond)}</svg>\n")


def files() -> dict[Path, str]:
    return {ROOT / "assets" / "css" / "16-icons.css": css(), IMG / "icons.svg": sprite(), IMG / "favicon.svg": favicon()}


def outdated() -> list[Path]:
    """The files that are not what the drawings make of them."""
    return [path for path, text in files().items() if not path.is_file() or path.read_text("utf-8") != text]


def main() -> int:
    late = outdated()
    if "--check" not in sys.argv:
        for path, text in files().items():
            path.write_text(text, "utf-8")
        late = []
    for path in late:
        print(f"{path.relative_to(ROOT)} is out of date; write it: python -m scripts.build_icons")
    print(f"{len(drawings())} icons")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
