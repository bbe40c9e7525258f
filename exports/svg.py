"""Writes pictures as SVG: shapes, text broken into lines by the measure of our own typefaces, and the typefaces themselves."""

import re
from collections.abc import Iterable
from xml.etree import ElementTree as xml

from exports import faces

NAMESPACE = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
Face = faces.Face
# A line may end after a space or a Latin sign, or between two Chinese characters, but not before a sign that closes.
PIECES = re.compile(r"\s+|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]+|.")
CLOSING = "，。、；：？！）」』】》〉”’…％%,.;:?!)]｝"
OPENING = "（「『【《〈“‘(["


def element(tag: str, inside: Iterable[xml.Element] = (), /, **attributes: object) -> xml.Element:
    """An element; ``font_size=3`` becomes ``font-size="3"``, None is left out, numbers get two decimals at most."""
    made = xml.Element(
        tag, {name.rstrip("_").replace("_", "-"): _said(value) for name, value in attributes.items() if value is not None}
    )
    made.extend(inside)
    return made


def _said(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def text(
    words: str,
    x: float,
    y: float,
    size: float,
    chosen: tuple[Face, ...],
    fill: str,
    anchor: str = "start",
    lang: str | None = None,
    halo: str | None = None,
) -> xml.Element:
    """One line of ``words`` with its base line at ``y``. ``halo``: a colour that keeps it readable on a map."""
    made = element(
        "text",
        x=float(x),
        y=float(y),
        font_size=float(size),
        font_family=", ".join(f"'{one.family}'" for one in chosen),
        font_weight=chosen[0].weight,
        fill=fill,
        text_anchor=anchor,
        stroke=halo,
        stroke_width=size * 0.22 if halo else None,
        stroke_linejoin="round" if halo else None,
        paint_order="stroke" if halo else None,
    )
    if lang:
        made.set("{http://www.w3.org/XML/1998/namespace}lang", lang)
    made.text = words
    return made


def lines(words: str, chosen: tuple[Face, ...], size: float, width: float) -> list[str]:
    """``words`` broken so that no line is wider than ``width``; Chinese between characters, signs never alone at an edge."""
    pieces: list[str] = []
    for piece in PIECES.findall(words):
        if pieces and (piece in CLOSING or pieces[-1][-1] in OPENING) and not piece.isspace():
            pieces[-1] += piece
        else:
            pieces.append(piece)
    found, line = [], ""
    for piece in pieces:
        if line and faces.width((line + piece).rstrip(), chosen, size) > width:
            found.append(line.rstrip())
            line = ""
        if line or not piece.isspace():
            line += piece
    return [*found, line.rstrip()] if line.strip() else found


def paragraph(
    words: str,
    x: float,
    y: float,
    size: float,
    chosen: tuple[Face, ...],
    fill: str,
    width: float,
    leading: float = 1.4,
    most: int | None = None,
) -> tuple[list[xml.Element], float]:
    """The lines of ``words`` from the base line ``y`` down, and the base line of what comes after. With more than ``most``
    lines the text gets smaller, never cut."""
    broken = lines(words, chosen, size, width)
    while most and len(broken) > most and size > 10:
        size *= 0.94
        broken = lines(words, chosen, size, width)
    return [text(line, x, y + number * size * leading, size, chosen, fill) for number, line in enumerate(broken)], y + len(
        broken
    ) * size * leading


def document(
    width: float,
    height: float,
    inside: Iterable[xml.Element],
    title: str,
    description: str,
    lang: str,
    chosen: Iterable[Face] = faces.FACES,
    embed: bool = True,
) -> str:
    """A whole SVG, named for people who do not see it; with ``embed`` it carries the glyphs it uses."""
    parts = list(inside)
    root = element(
        "svg", xmlns=NAMESPACE, viewBox=f"0 0 {width:g} {height:g}", width=f"{width:g}", height=f"{height:g}", role="img"
    )
    root.set("{http://www.w3.org/XML/1998/namespace}lang", lang)
    named, said = element("title"), element("desc")
    named.text, said.text = title, description
    root.extend([named, said])
    if embed:
        style = element("style")
        style.text = _faces_used(parts, chosen)
        root.append(style)
    root.extend(parts)
    return xml.tostring(root, encoding="unicode")


def _faces_used(parts: list[xml.Element], chosen: Iterable[Face]) -> str:
    by_face: dict[tuple[str, int], set[str]] = {}
    for part in parts:
        for one in part.iter("text"):
            for family in one.get("font-family", "").replace("'", "").split(", "):
                by_face.setdefault((family, int(one.get("font-weight", "400"))), set()).update("".join(one.itertext()))
    rules = []
    for face in chosen:
        if data := faces.subset(face, by_face.get((face.family, face.weight), ())):
            rules.append(
                f"@font-face{{font-family:'{face.family}';font-weight:{face.weight};"
                f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
            )
    return "".join(rules)
