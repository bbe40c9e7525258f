"""The exhibition's typefaces as whole files: the parts in ``assets/fonts`` joined, for programs that read no ``unicode-range``.

PDF, PNG and the measuring of text use these; a picture (SVG) carries a subset of them. Made once per content of
``assets/fonts``, without a network.
"""

import base64
import hashlib
import io
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from data import whole

ROOT = Path(__file__).parents[1]
PARTS = ROOT / "assets" / "fonts"
OUT = ROOT / "build" / "faces"
logging.getLogger("fontTools").setLevel(logging.WARNING)  # says every table it cuts
RULES = "3"  # goes up when what is written changes


@dataclass(frozen=True)
class Face:
    """One family and weight, as it is named in files; ``stem`` begins the names of its parts."""

    family: str
    weight: int
    stem: str


SANS, SANS_BOLD = Face("Noto Sans TC", 400, "noto-sans-tc-400"), Face("Noto Sans TC", 700, "noto-sans-tc-700")
SERIF = Face("Noto Serif TC", 700, "noto-serif-tc-700")
LATIN, LATIN_BOLD = Face("Source Sans 3", 400, "source-sans-3-400"), Face("Source Sans 3", 700, "source-sans-3-700")
LATIN_SERIF = Face("Source Serif 4", 700, "source-serif-4-700")
FACES = (SANS, SANS_BOLD, SERIF, LATIN, LATIN_BOLD, LATIN_SERIF)
TEXT = {"zh-TW": (SANS,), "en": (LATIN, SANS)}  # first choice first; what a face lacks the next one has
STRONG = {"zh-TW": (SANS_BOLD,), "en": (LATIN_BOLD, SANS_BOLD)}
TITLE = {"zh-TW": (SERIF,), "en": (LATIN_SERIF, SERIF)}


def folder() -> Path:
    """The folder with one file a face, complete. The first call of all takes some seconds."""
    found = OUT / _stamp()
    for face in FACES:
        if not (found / f"{face.stem}.otf").exists():
            whole.write(found / f"{face.stem}.otf", _joined(face))
    return found


@lru_cache(maxsize=1)
def _stamp() -> str:
    sha = hashlib.sha256(RULES.encode())
    for part in sorted(PARTS.glob("*.woff2")):
        sha.update(part.name.encode() + part.read_bytes())
    return sha.hexdigest()[:12]


def _joined(face: Face) -> bytes:
    """All parts of ``face`` in one file. A face of one part is only unpacked: its name is reserved, so nothing else changes."""
    parts = sorted(PARTS.glob(f"{face.stem}-*.woff2"), key=lambda path: ("-latin." not in path.name, path.name))
    fonts = [TTFont(io.BytesIO(part.read_bytes()), lazy=True) for part in parts]
    out = io.BytesIO()
    if len(fonts) == 1:
        fonts[0].flavor = None
        fonts[0].save(out)
        return out.getvalue()
    first = fonts[0]
    charstrings, widths, cmap = {}, {}, {}
    for number, font in enumerate(fonts):
        glyphs = font.getGlyphSet()
        units = font["head"].unitsPerEm
        if units != first["head"].unitsPerEm:
            raise ValueError(f"{parts[number].name}: {units} units an em, {parts[0].name} has {first['head'].unitsPerEm}")
        local = _local(font)
        named = {} if number else {0: ".notdef"}
        named |= {code: f"u{code:04X}" for code in font.getBestCmap() if code not in cmap}
        for code, name in named.items():
            source = ".notdef" if name == ".notdef" else font.getBestCmap()[code]
            source = local.get(source, source)
            pen = T2CharStringPen(glyphs[source].width, glyphs)
            glyphs[source].draw(pen)
            charstrings[name] = pen.getCharString()
            widths[name] = glyphs[source].width
            if name != ".notdef":
                cmap[code] = name
    build = FontBuilder(first["head"].unitsPerEm, isTTF=False)
    build.setupGlyphOrder(list(charstrings))
    build.setupCharacterMap(cmap)
    post = f"{face.family.replace(' ', '')}-{'Bold' if face.weight == 700 else 'Regular'}"
    build.setupCFF(post, {"FullName": post}, charstrings, {})
    build.setupHorizontalMetrics({name: (width, 0) for name, width in widths.items()})
    head, os2 = first["hhea"], first["OS/2"]
    build.setupHorizontalHeader(ascent=head.ascent, descent=head.descent)
    build.setupNameTable(
        {
            "familyName": face.family,
            "styleName": "Bold" if face.weight == 700 else "Regular",
            "uniqueFontIdentifier": post,
            "fullName": f"{face.family} {'Bold' if face.weight == 700 else 'Regular'}",
            "psName": post,
            "copyright": str(first["name"].getDebugName(0) or ""),
            "licenseDescription": str(first["name"].getDebugName(13) or ""),
            "licenseInfoURL": str(first["name"].getDebugName(14) or ""),
        }
    )
    build.setupOS2(
        usWeightClass=face.weight,
        fsSelection=32 if face.weight == 700 else 64,
        fsType=0,
        sTypoAscender=os2.sTypoAscender,
        sTypoDescender=os2.sTypoDescender,
        usWinAscent=os2.usWinAscent,
        usWinDescent=os2.usWinDescent,
        sCapHeight=getattr(os2, "sCapHeight", 0),
        sxHeight=getattr(os2, "sxHeight", 0),
    )
    build.setupPost(underlinePosition=-125, underlineThickness=50)
    build.font["head"].macStyle = int(face.weight == 700)
    build.save(out)
    return out.getvalue()


def _local(font: TTFont) -> dict[str, str]:
    """{glyph: the one Taiwan writes}: signs stand in the middle of their square there. Browsers choose by ``lang``; the programs
    this file is for do not all."""
    if "GSUB" not in font:
        return {}
    table = font["GSUB"].table
    chosen = {
        index
        for record in table.ScriptList.ScriptRecord
        for system in record.Script.LangSysRecord
        if system.LangSysTag.strip() == "ZHT"
        for index in system.LangSys.FeatureIndex
    }
    lookups = {
        at
        for index in sorted(chosen)
        if table.FeatureList.FeatureRecord[index].FeatureTag == "locl"
        for at in table.FeatureList.FeatureRecord[index].Feature.LookupListIndex
    }
    found: dict[str, str] = {}
    for at in sorted(lookups):
        for rule in table.LookupList.Lookup[at].SubTable:
            found |= getattr(getattr(rule, "ExtSubTable", rule), "mapping", {})
    return found


@lru_cache(maxsize=len(FACES))
def _opened(stem: str) -> tuple[dict[int, str], dict[str, tuple[int, int]], int]:
    font = TTFont(io.BytesIO((folder() / f"{stem}.otf").read_bytes()), lazy=True)
    return font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm


def lacking(text: str, faces: tuple[Face, ...]) -> set[str]:
    """The characters of ``text`` none of ``faces`` has."""
    return {one for one in text if one.isprintable() and not any(ord(one) in _opened(face.stem)[0] for face in faces)}


def width(text: str, faces: tuple[Face, ...], size: float) -> float:
    """How wide ``text`` is at ``size``, in the unit of ``size``; a character nobody has counts as a square."""
    total = 0.0
    for one in text:
        for face in faces:
            cmap, metrics, units = _opened(face.stem)
            if name := cmap.get(ord(one)):
                total += metrics[name][0] / units
                break
        else:
            total += 1.0
    return total * size


def subset(face: Face, text: Iterable[str]) -> str:
    """``face`` with the characters of ``text`` only, as base64 of a WOFF2; empty when it has none of them."""
    wanted = sorted({ord(one) for one in text} & set(_opened(face.stem)[0]))
    return _subset(face.stem, tuple(wanted)) if wanted else ""


@lru_cache(maxsize=64)
def _subset(stem: str, wanted: tuple[int, ...]) -> str:
    font = TTFont(io.BytesIO((folder() / f"{stem}.otf").read_bytes()))
    options = Options(layout_features=["kern", "liga"], hinting=False, notdef_outline=True, name_IDs=["*"])
    cut = Subsetter(options)
    cut.populate(unicodes=wanted)
    cut.subset(font)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return base64.b64encode(out.getvalue()).decode()


if __name__ == "__main__":
    folder()
