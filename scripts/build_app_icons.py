"""Draws the pictures of the installed exhibition: its lit pond on the city after dusk, as PNG in assets/img/app.

``python -m scripts.build_app_icons`` writes; ``--check`` writes nothing and exits 1 when a file is not what it gives.
"""

import sys
from pathlib import Path

from data import whole
from exports import svg, typeset
from exports.colours import colours

FOLDER = Path(__file__).parents[1] / "assets" / "img" / "app"
GRID = 512.0
SAFE = 0.4  # radius no launcher cuts into, of the width of a maskable icon (W3C App Manifest)
FILES = {"app-48.png": (48, False), "app-192.png": (192, False), "app-512.png": (512, False), "app-maskable-512.png": (512, True),
         "app-180.png": (180, True)}


def drawn(is_whole: bool) -> str:
    """The icon as SVG; ``is_whole``: to the edges, the pond within what every launcher leaves."""
    chosen = colours("night")
    radius, middle = (SAFE if is_whole else 0.42) * GRID, GRID / 2
    parts = [svg.element("rect", width=GRID, height=GRID, rx=0.0 if is_whole else GRID * 0.22, fill=chosen["ground"])]
    rim = {"fill": "none", "stroke": chosen["accent"], "stroke_width": radius * 0.09}
    parts.append(svg.element("circle", cx=middle, cy=middle, r=radius * 0.82, **rim))
    parts.append(svg.element("circle", cx=middle, cy=middle, r=radius * 0.48, fill=chosen["accent"]))
    return svg.document(GRID, GRID, parts, "", "", "en", embed=False)


def main() -> int:
    """Write or compare all of them."""
    wrong = []
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, (pixels, is_whole) in FILES.items():
        content = typeset.png(drawn(is_whole), GRID, GRID, pixels)
        if "--check" not in sys.argv:
            whole.write(FOLDER / name, content)
        elif not (FOLDER / name).is_file() or (FOLDER / name).read_bytes() != content:
            wrong.append(name)
    if wrong:
        print(f"out of date: {', '.join(wrong)}; run python -m scripts.build_app_icons", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
