"""Every story in both languages as a deck, made once."""

from pathlib import Path
from typing import Any

import pytest

from data.i18n import LOCALES
from data.views import stories
from exports import slides

SAMPLE = ("airport-mrt-smart-transport", "county-to-intelligent-community")  # between them every kind of step
TOLD = stories.view()


@pytest.fixture(scope="session")
def told() -> dict[str, Any]:
    """All stories as data/views/stories.py shapes them."""
    return TOLD


@pytest.fixture(scope="session")
def decks(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    """{(story, language): file}, made when asked for the first time."""
    return Decks(tmp_path_factory.mktemp("decks"))


class Decks(dict):
    """Makes a deck on the first look at it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __missing__(self, key: tuple[str, str]) -> Path:
        story, lang = key
        own, tongue = TOLD[story], LOCALES.index(lang)
        path = self.folder / f"{story}.{lang}.pptx"
        path.write_bytes(slides.deck(own["question"][tongue], own["title"][tongue], own["scenes"], lang))
        self[key] = path
        return path
