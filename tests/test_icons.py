"""The icon files are what the drawings make of them, and every icon a table names is drawn."""

import csv
import xml.etree.ElementTree as ElementTree

import pytest

from scripts import build_icons

NAMES = list(build_icons.drawings())


def test_the_written_files_are_up_to_date():
    assert build_icons.outdated() == [], "run: python -m scripts.build_icons"


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_has_a_class(name):
    assert f".icon--{name} {{" in build_icons.css()


def test_every_icon_is_a_symbol_of_the_sprite():
    sprite = ElementTree.fromstring(build_icons.sprite())
    assert [symbol.get("id") for symbol in sprite] == NAMES
    assert all(len(symbol) and symbol.get("viewBox") == "0 0 24 24" for symbol in sprite)


def test_no_icon_brings_its_own_colour():
    assert "#" not in build_icons.css().replace("scripts", "")
    for part in build_icons.sprite().split('"'):
        assert not part.startswith("#")


def test_every_topic_has_its_icon():
    with (build_icons.ROOT / "data" / "tables" / "topics.csv").open(encoding="utf-8") as table:
        assert {row["icon"] for row in csv.DictReader(table)} <= set(NAMES)


def test_the_licence_lies_beside_the_drawings():
    assert "ISC" in (build_icons.IMG / "icons" / "LICENSE-lucide.txt").read_text("utf-8")
