"""The colours of a theme, read from the style sheets: one place for screens and exports."""

import re
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "assets" / "css" / "themes"
ROLE = re.compile(r"--color-([a-z-]+):\s*(#[0-9a-fA-F]{6})\s*;")
THEMES = ("night", "day", "contrast")


@lru_cache(maxsize=len(THEMES))
def colours(theme: str = "night") -> dict[str, str]:
    """{role: #rrggbb} of ``theme``. Raises KeyError when there is no such theme."""
    if theme not in THEMES:
        raise KeyError(f"no theme {theme!r}; there are {', '.join(THEMES)}")
    return dict(ROLE.findall((FOLDER / f"{theme}.css").read_text("utf-8")))


def mixed(over: str, under: str, share: float) -> str:
    """``over`` laid on ``under`` with ``share`` (0 to 1) of it seen, as one plain colour."""
    parts = zip(bytes.fromhex(over[1:]), bytes.fromhex(under[1:]), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in parts)
