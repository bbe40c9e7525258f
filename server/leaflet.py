"""dash-leaflet's bundle as two scripts, so that a slow processor breathes between them: Leaflet itself, and what Dash makes of it.

Its style sheets stay out: each would come as an element of its own, and the whole page be styled anew for it. What a map needs
of them stands in assets/css/25-leaflet.css.
"""

import re

BEGIN, END = b'function(t,e){!function(t){"use strict";', b"window.L=t}(e)}"      # of the module that is Leaflet
SHEET = re.compile(rb"""\.push\(\[t\.id,(?:`[^`]*`|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"),""\]\)""", re.DOTALL)


def itself(bundle: bytes) -> bytes:
    """The script of Leaflet alone; it is ``window.L`` from then on. Raises ValueError when ``bundle`` does not hold it."""
    begin, end = _bounds(bundle)
    return b"(" + bundle[begin:end] + b")({}, {});\n"


def rest(bundle: bytes) -> bytes:
    """``bundle`` without Leaflet, which has to be there already, and without style sheets. Raises ValueError as ``itself``."""
    begin, end = _bounds(bundle)
    return SHEET.sub(b"", bundle[:begin] + b"function(t){t.exports=self.L}" + bundle[end:])


def _bounds(bundle: bytes) -> tuple[int, int]:
    end = bundle.index(END)
    return bundle.rindex(BEGIN, 0, end), end + len(END)
