"""Checks the themes: contrast of every text and mark pair, and how far apart the five families and the accent stay.

Contrast is the WCAG 2.2 ratio. Distance is CIEDE2000, seen normally and through the full-severity matrices of Machado,
Oliveira and Fernandes (2009). ``python -m scripts.check_tokens`` prints the numbers and exits 1 when a pair falls short;
``--write`` also puts them into the comments of assets/css/themes/.
"""

import itertools
import math
import re
import sys
from pathlib import Path

THEMES = Path(__file__).parents[1] / "assets" / "css" / "themes"
FAMILIES = ("move", "nature", "people", "govern", "make")
TEXT = {  # role of words: the grounds they stand on
    "text": ("ground", "surface", "raised", "land", "accent-wash"),
    "text-soft": ("ground", "surface", "raised"),
    "accent": ("ground", "surface", "raised", "accent-wash"),
    "on-accent": ("accent",),
}
MARK = {  # role of lines and shapes that carry meaning: the grounds they stand on
    "focus": ("ground", "surface"),
    "control-line": ("ground", "surface"),
    "rail": ("land",),
    "water-lit": ("ground", "land"),
    **{f"family-{family}": ("ground", "surface", "land") for family in FAMILIES},
}
TEXT_RATIO = 4.5  # WCAG 2.2, 1.4.3 (AA)
TEXT_RATIO_OF = {"contrast": 7.0}  # WCAG 2.2, 1.4.6 (AAA)
MARK_RATIO = 3.0  # WCAG 2.2, 1.4.11
APART = 10.0  # CIEDE2000; neighbouring colours under this are taken for one another
VISION = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}

Colours = dict[str, str]


def themes() -> dict[str, Colours]:
    """{theme: {role: #rrggbb}} of every file in the theme folder; a role is written without its ``--color-``."""
    return {path.stem: colours(path.read_text("utf-8")) for path in sorted(THEMES.glob("*.css"))}


def colours(css: str) -> Colours:
    return dict(re.findall(r"--color-([\w-]+):\s*(#[0-9a-f]{6})", css))


def ratios(theme: Colours) -> dict[str, dict[str, float]]:
    """{role: {ground: contrast ratio}} of every checked pair, in the order of TEXT and MARK."""
    return {
        role: {ground: contrast(theme[role], theme[ground]) for ground in grounds}
        for role, grounds in (TEXT | MARK).items()
    }


def nearest(theme: Colours) -> dict[str, tuple[float, str, str]]:
    """{vision: (distance, role, role)} of the two family colours, accent included, that look most alike."""
    group = [f"family-{family}" for family in FAMILIES] + ["accent"]
    return {
        vision: min(
            (ciede2000(lab(theme[one], vision), lab(theme[two], vision)), one, two)
            for one, two in itertools.combinations(group, 2)
        )
        for vision in VISION
    }


def failures(name: str, theme: Colours) -> list[str]:
    """One sentence for each pair of the theme that falls short."""
    short = []
    for role, grounds in ratios(theme).items():
        need = TEXT_RATIO_OF.get(name, TEXT_RATIO) if role in TEXT else MARK_RATIO
        short += [f"{name}: {role} on {ground} is {ratio:.2f}, needs {need}" for ground, ratio in grounds.items()
                  if ratio < need]
    for vision, (distance, one, two) in nearest(theme).items():
        if distance < APART:
            short.append(f"{name}, {vision} sight: {one} and {two} are {distance:.1f} apart, need {APART}")
    return short


def contrast(one: str, two: str) -> float:
    high, low = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), _linear(colour), strict=True))


def _linear(colour: str) -> list[float]:
    """Red, green, blue of #rrggbb in linear light, 0 to 1 (IEC 61966-2-1)."""
    parts = (int(colour[start:start + 2], 16) / 255 for start in (1, 3, 5))
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def lab(colour: str, vision: str) -> tuple[float, float, float]:
    """CIELAB (D65) of the colour as that vision sees it."""
    light = _linear(colour)
    red, green, blue = (
        min(1, max(0, sum(weight * part for weight, part in zip(row, light, strict=True)))) for row in VISION[vision]
    )
    xyz = (
        (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047,
        0.2126729 * red + 0.7151522 * green + 0.0721750 * blue,
        (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883,
    )
    x, y, z = (part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116 for part in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def ciede2000(one: tuple[float, float, float], two: tuple[float, float, float]) -> float:
    """Distance of two CIELAB colours (Sharma, Wu and Dalal 2005); about 1 can just be seen."""
    (light1, a1, b1), (light2, a2, b2) = one, two
    chroma = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    stretch = 1 + 0.5 * (1 - math.sqrt(chroma**7 / (chroma**7 + 25**7)))
    a1, a2 = a1 * stretch, a2 * stretch
    chroma1, chroma2 = math.hypot(a1, b1), math.hypot(a2, b2)
    hue1, hue2 = math.degrees(math.atan2(b1, a1)) % 360, math.degrees(math.atan2(b2, a2)) % 360
    grey = chroma1 * chroma2 == 0
    turn = 0 if grey else (hue2 - hue1 + 180) % 360 - 180
    light_step, chroma_step = light2 - light1, chroma2 - chroma1
    hue_step = 2 * math.sqrt(chroma1 * chroma2) * math.sin(math.radians(turn / 2))
    light, chroma = (light1 + light2) / 2, (chroma1 + chroma2) / 2
    hue = hue1 + hue2 if grey else (hue1 + turn / 2) % 360
    bend = (1 - 0.17 * _cos(hue - 30) + 0.24 * _cos(2 * hue) + 0.32 * _cos(3 * hue + 6) - 0.2 * _cos(4 * hue - 63))
    light_step /= 1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2)
    chroma_step /= 1 + 0.045 * chroma
    hue_step /= 1 + 0.015 * chroma * bend
    blue_turn = math.sin(math.radians(60 * math.exp(-(((hue - 275) / 25) ** 2))))
    blue = -2 * math.sqrt(chroma**7 / (chroma**7 + 25**7)) * blue_turn
    return math.sqrt(light_step**2 + chroma_step**2 + hue_step**2 + blue * chroma_step * hue_step)


def _cos(degrees: float) -> float:
    return math.cos(math.radians(degrees))


def annotated(css: str) -> str:
    """The theme file with each checked role's ratios in the comment of its line, behind its words."""
    for role, grounds in ratios(colours(css)).items():
        line = re.search(rf"  --color-{role}: (#[0-9a-f]{{6}});[^\n]*", css)
        said = re.search(r"/\* (.*?) \*/", line[0])
        words = said[1].split(" | ")[0] if said and not said[1][0].isdigit() else ""
        numbers = ", ".join(f"{ratio:.1f} {ground}" for ground, ratio in grounds.items())
        note = " | ".join(filter(None, (words, numbers)))
        css = css.replace(line[0], f"  --color-{role}: {line[1]};".ljust(36) + f"/* {note} */")
    return css


def main() -> int:
    short = []
    for name, theme in themes().items():
        print(f"{name}: {sum(map(len, ratios(theme).values()))} pairs")
        for role, grounds in ratios(theme).items():
            print(f"   {role:15} {', '.join(f'{ratio:.1f} {ground}' for ground, ratio in grounds.items())}")
        for vision, (distance, one, two) in nearest(theme).items():
            print(f"   {vision:15} nearest pair {one} and {two}: {distance:.1f}")
        short += failures(name, theme)
    if "--write" in sys.argv:
        for path in sorted(THEMES.glob("*.css")):
            path.write_text(annotated(path.read_text("utf-8")), "utf-8")
    print("\n".join(short) if short else "all pairs pass")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
