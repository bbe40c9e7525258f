"""PDF and PNG by typst, with the exhibition's own typefaces and no others, subset and embedded."""

import json
from typing import Any

import typst

from exports import faces

PICTURE = """#let size = json(bytes(sys.inputs.size))
#set page(width: size.at(0) * 1pt, height: size.at(1) * 1pt, margin: 0pt, fill: none)
#image(bytes(sys.inputs.picture), format: "svg", width: 100%)
"""


def png(picture: str, width: float, height: float, pixels: int = 1920) -> bytes:
    """An SVG of ``width`` × ``height`` as PNG, ``pixels`` wide."""
    return _compile(PICTURE, "png", {"picture": picture, "size": json.dumps([width, height])}, ppi=72 * pixels / width)


def pdf(source: str, inputs: dict[str, Any]) -> bytes:
    """The typst document ``source`` with ``inputs``: text as it is, everything else as JSON."""
    given = {name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) for name, value in inputs.items()}
    return _compile(source, "pdf", given)


def _compile(source: str, kind: str, inputs: dict[str, str], **options: Any) -> bytes:
    found = typst.compile(
        source.encode(), format=kind, font_paths=[str(faces.folder())], ignore_system_fonts=True, sys_inputs=inputs, **options
    )
    if isinstance(found, list):
        raise ValueError(f"a picture gave {len(found)} pages")
    return found
