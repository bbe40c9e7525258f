"""A second checkout of this exhibition: tables, words and styles of its own, as a new release is one."""

import shutil
from pathlib import Path

from tests.serving import ROOT

ROOMS = ("api", "assets", "components", "data", "exports", "hub", "pages", "server", "talks")
BUILT = ("static", "frames", "faces")        # what need not be made twice; a file that differs is made anew


def copied(folder: Path) -> Path:
    """The whole exhibition in ``folder``, with what is built of it so far."""
    for room in ROOMS:
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("app.py", "settings.py"):
        shutil.copy2(ROOT / file, folder / file)
    for built in BUILT:
        if (ROOT / "build" / built).exists():
            shutil.copytree(ROOT / "build" / built, folder / "build" / built)
    return folder


def change(file: Path, old: str, new: str) -> None:
    """Replace the one ``old`` in ``file``. Raises AssertionError when there are none or more."""
    text = file.read_text("utf-8")
    assert text.count(old) == 1, (file.name, old, text.count(old))
    file.write_text(text.replace(old, new), "utf-8")
