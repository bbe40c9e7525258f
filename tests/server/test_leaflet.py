"""Leaflet and what Dash makes of it come as two scripts, and bring no style sheet."""

import re
from importlib import resources

import pytest

from server import leaflet

BUNDLE = resources.files("dash_leaflet").joinpath("dash_leaflet.js").read_bytes()
RULE = b".leaflet-tile-pane"      # of Leaflet's style sheet


def test_leaflet_stands_by_itself():
    script = leaflet.itself(BUNDLE)
    assert b"window.L=t" in script
    assert b"MapContainer" not in script
    assert RULE in BUNDLE
    assert RULE not in script


def test_the_rest_takes_leaflet_as_it_is_and_brings_no_styles():
    script = leaflet.rest(BUNDLE)
    assert b"MapContainer" in script
    assert b"window.L=t" not in script
    assert RULE not in script
    assert b".push([t.id," not in script
    assert len(script) + len(leaflet.itself(BUNDLE)) < len(BUNDLE)


def test_what_a_map_needs_of_its_styles_is_kept():
    sheet = leaflet.styles(BUNDLE)
    assert ".leaflet-pane { z-index: 400; }" in sheet
    assert ".leaflet-zoom-anim .leaflet-zoom-animated {" in sheet
    assert not re.search(r"tile|control|popup|tooltip|url\(|\$|/\*|@", sheet)


def test_a_bundle_of_another_make_stops_the_build():
    for part in (leaflet.itself, leaflet.rest, leaflet.styles):
        with pytest.raises(ValueError, match="not found"):
            part(b"function(t,e){}")
