"""dash-leaflet's bundle as two scripts, so that a slow processor breathes between them: Leaflet itself, and what Dash makes of it.

Its style sheets stay out: each would come as an element of its own, and the whole page be styled anew for it. What a map needs of
Leaflet's goes into the house's (``styles``).
"""

import re

BEGIN, END = b'function(t,e){!function(t){"use strict";', b"window.L=t}(e)}"      # of the module that is Leaflet
SHEET = re.compile(rb"""\.push\(\[t\.id,(?:`[^`]*`|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"),""\]\)""", re.DOTALL)

OWN = re.compile(rb"\.push\(\[t\.id,`(/\* required styles \*/[^`]*)`")      # Leaflet's among the sheets
ASIDE = re.compile(r"/\*.*?\*/|@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|\$\{\w+\}", re.DOTALL)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
# No map here has a tile, a control, a popup, a tooltip, a picture or a browser of old.
UNUSED = re.compile(r"-(tile|control|bar|top|bottom|left|right|popup|tooltip|attribution|div-icon|default|shadow)"
                    r"|-(vml|oldie|safari)|lvml|canvas| (img|a)\b")


def itself(bundle: bytes) -> bytes:
    """The script of Leaflet alone; it is ``window.L`` from then on. Raises ValueError when ``bundle`` does not hold it."""
    begin, end = _bounds(bundle)
    return b"(" + bundle[begin:end] + b")({}, {});\n"


def rest(bundle: bytes) -> bytes:
    """``bundle`` without Leaflet, which has to be there already, and without style sheets. Raises ValueError as ``itself``."""
    begin, end = _bounds(bundle)
    return SHEET.sub(b"", bundle[:begin] + b"function(t){t.exports=self.L}" + bundle[end:])


def styles(bundle: bytes) -> str:
    """Leaflet's own style sheet in ``bundle``, without rules for what no map here has. Raises ValueError as ``itself``."""
    if not (own := OWN.search(bundle)):
        raise ValueError("Leaflet's style sheet is not found")
    sheet = ASIDE.sub("", own[1].decode().replace(r"\n", "\n").replace(r"\t", "\t"))
    rules = (([name.strip() for name in names.split(",") if not UNUSED.search(name)], said) for names, said in RULE.findall(sheet))
    return "\n".join(f"{', '.join(names)} {{{said}}}" for names, said in rules if names)


def _bounds(bundle: bytes) -> tuple[int, int]:
    end = bundle.index(END)
    return bundle.rindex(BEGIN, 0, end), end + len(END)
