"""The drawn city: no name over a pond or another name, and no land cut off at an edge of the picture."""

import pytest

from data import store
from exports import city_map, faces

WIDTH, HEIGHT, SIZE = 720.0, 480.0, 14.0


@pytest.mark.parametrize("lang", ["zh-TW", "en"])
def test_a_name_gives_way_to_ponds(lang):
    labels = store.load("labels")
    places = [row["geometry"] for _, row in labels[labels["kind"] == "district"].iterrows()]
    ponds = [city_map.Pond(place.y, place.x, "make", is_new=True) for place in places]
    drawn = city_map.drawn(WIDTH, HEIGHT, lang, ponds=ponds, size=SIZE)
    circles = [(float(one.get("cx")), float(one.get("cy")), float(one.get("r"))) for one in drawn.shapes[1].iter("circle")]
    assert len(drawn.labels) == len(places) and circles

    def gap(label, circle):
        """Pixels between a name's box and a pond's rim."""
        x, y, r = circle
        half = faces.width(label.words, faces.TEXT[lang], SIZE) / 2
        return (max(0, abs(x - label.x) - half) ** 2 + max(0, abs(y - label.y) - SIZE / 2) ** 2) ** 0.5 - r

    assert [label.words for label in drawn.labels if min(gap(label, circle) for circle in circles) < 0] == []


@pytest.mark.parametrize("raised", [(), ("68000130",)])
def test_what_lies_about_the_city_fades_into_the_ground(raised):
    drawn = city_map.drawn(WIDTH, HEIGHT, raised=raised)
    over = [one for one in drawn.shapes[1].iter("rect") if str(one.get("fill")).startswith("url(#fade-")]
    assert {one.get("fill") for one in over} == {f"url(#fade-{side})" for side in ("left", "right", "top", "bottom")}
    right = max(over, key=lambda one: float(one.get("x")))
    assert float(right.get("x")) + float(right.get("width")) == WIDTH
