"""Readers that are not ours: LibreOffice turns slides into pages, poppler reads words and typefaces, pypdf finds missing glyphs."""

import io
import os
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pypdf
from fontTools.ttLib import TTFont

from exports import faces

FONTS_CONF = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>"""
PATIENCE_S = 300
LOST = re.compile(rb"dup \d+ /\.notdef put")  # a code that is used and has no glyph, in a Type 1 font as LibreOffice writes it


def rendered(decks: Iterable[Path], folder: Path) -> dict[str, Path]:
    """{name of the deck: its PDF} by one run of LibreOffice that knows no typefaces but ours."""
    chosen = list(decks)
    home = folder / "home"
    home.mkdir(parents=True)
    conf = folder / "fonts.conf"
    conf.write_text(FONTS_CONF.format(fonts=faces.folder().resolve(), cache=home / "fonts"), "utf-8")
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{home / 'profile'}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            *map(str, chosen),
        ],
        env={**os.environ, "FONTCONFIG_FILE": str(conf), "HOME": str(home)},
        check=True,
        timeout=PATIENCE_S,
        capture_output=True,
    )
    return {deck.name: folder / f"{deck.stem}.pdf" for deck in chosen}


def words_of(pdf: Path) -> str:
    """Everything pdftotext finds, without blanks: LibreOffice sets Chinese and figures apart."""
    found = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True, timeout=60).stdout.decode()
    return squeezed(found)


def squeezed(text: str) -> str:
    """``text`` without blanks and hyphens: pdftotext takes a hyphen at the end of a line for a divided word."""
    return "".join(text.split()).replace("-", "")


def typefaces(pdf: Path) -> dict[str, bool]:
    """{name: is it embedded} of every typeface pdffonts lists."""
    lines = subprocess.run(["pdffonts", str(pdf)], check=True, capture_output=True, timeout=60).stdout.decode().splitlines()
    place = lines[0].index("emb")
    return {line.split()[0]: line[place : place + 3].strip() == "yes" for line in lines[2:]}


def lost_glyphs(content: bytes) -> list[str]:
    """Where a PDF shows a character for which its typeface has no glyph; empty when all is drawn."""
    found = []
    for number, page in enumerate(pypdf.PdfReader(io.BytesIO(content)).pages, 1):
        for held in _fonts(page.get("/Resources")):
            name = str(held.get("/BaseFont", ""))
            if held["/Subtype"] == "/Type0":
                continue
            descriptor = held["/FontDescriptor"].get_object()
            if "/FontFile" in descriptor and LOST.search(descriptor["/FontFile"].get_object().get_data()):
                found.append(f"page {number}: {name}")
            if "/FontFile2" in descriptor:
                shown = TTFont(io.BytesIO(descriptor["/FontFile2"].get_object().get_data()))
                tables = shown["cmap"].tables if "cmap" in shown else []
                used = range(int(held["/FirstChar"]) or 1, int(held["/LastChar"]) + 1)
                found += [
                    f"page {number}: {name}, code {code}" for table in tables for code in used if table.cmap.get(code) == ".notdef"
                ]
        found += [f"page {number}: {font} draws glyph 0" for font in _zero_codes(page)]
    return found


def _fonts(resources: object, seen: set[int] | None = None) -> Iterable[pypdf.generic.DictionaryObject]:
    """Fonts of a page and of the forms on it; LibreOffice gives all of them the same resources."""
    seen = set() if seen is None else seen
    if resources is None or id(given := resources.get_object()) in seen:
        return
    seen.add(id(given))
    for font in (given.get("/Font") or {}).values():
        yield font.get_object()
    for form in (given.get("/XObject") or {}).values():
        yield from _fonts(form.get_object().get("/Resources"), seen)


def _zero_codes(page: pypdf.PageObject) -> set[str]:
    """The typefaces with two-byte codes that draw code 0, which is the sign for "no glyph"."""
    found: set[str] = set()
    for stream, resources in _streams(page):
        fonts = {name: font.get_object() for name, font in ((resources.get("/Font") or {}).items())}
        content = pypdf.generic.ContentStream(stream, page.pdf)
        now = None
        for operands, operator in content.operations:
            if operator == b"Tf":
                now = fonts.get(operands[0])
            elif operator in (b"Tj", b"TJ") and now is not None and now["/Subtype"] == "/Type0":
                parts = operands[0] if operator == b"TJ" else [operands[0]]
                for part in parts:
                    if isinstance(part, pypdf.generic.ByteStringObject | pypdf.generic.TextStringObject):
                        raw = part.original_bytes
                        if any(raw[at : at + 2] == b"\0\0" for at in range(0, len(raw) - 1, 2)):
                            found.add(str(now["/BaseFont"]))
    return found


def _streams(page: pypdf.PageObject) -> Iterable[tuple[object, pypdf.generic.DictionaryObject]]:
    resources = page["/Resources"].get_object()
    yield page.get_contents(), resources
    waiting, seen = [resources], set()
    while waiting:
        for form in (waiting.pop().get("/XObject") or {}).values():
            one = form.get_object()
            if one.get("/Subtype") == "/Form" and id(one) not in seen:
                seen.add(id(one))
                inside = one.get("/Resources", pypdf.generic.DictionaryObject()).get_object()
                yield one, inside
                waiting.append(inside)
