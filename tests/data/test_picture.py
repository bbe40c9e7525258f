"""The living picture lights as many ponds as projects began, inside the city, from real outlines."""

import re

import pytest
from shapely import transform, union_all
from shapely.geometry import Polygon, box

from data import store
from data.queries.projects import LAST_YEAR
from data.views import city, picture


@pytest.fixture(scope="module")
def view() -> dict:
    return picture.view()


def drawn(path: str) -> list[tuple[int, int]]:
    """The corners of a path of one ring."""
    numbers = [tuple(map(int, pair.split())) for pair in re.findall(r"-?\d+ -?\d+", path)]
    spots = [numbers[0]]
    for x, y in numbers[1:]:
        spots.append((spots[-1][0] + x, spots[-1][1] + y))
    return spots


def test_one_pond_for_each_project_begun(view: dict):
    assert len(view["ponds"]) == city.view()["counts"][str(LAST_YEAR)]["lit"]


def test_ponds_are_shapes_round_their_centres_in_the_picture(view: dict):
    left, top, width, height = map(float, view["boxes"]["whole"].split())
    for path, x, y in view["ponds"]:
        shape = Polygon(drawn(path))
        assert shape.area > 0
        assert shape.centroid.distance(Polygon([(x - 2, y - 2), (x + 2, y - 2), (x + 2, y + 2), (x - 2, y + 2)])) < 3
        assert box(left, top, left + width, top + height).contains(shape)


def test_the_city_fills_its_picture(view: dict):
    left, top, width, height = map(float, view["boxes"]["whole"].split())
    west, north, east, south = transform(union_all(list(store.load("district_boundaries")["geometry"])), picture._mercator).bounds
    assert left <= west < east <= left + width
    assert top <= north < south <= top + height
    assert min((east - west) / width, (south - north) / height) > 0.9


def test_every_line_of_the_picture_is_drawn(view: dict):
    names = [name.split()[0] for name, _ in view["lines"]]
    assert names[0] == "city__neighbours"
    assert {"city__districts", "city__canals", "city__water", "city__rail"} < set(names)
    assert all(path.startswith("M") for _, path in view["lines"])
