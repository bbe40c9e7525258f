"""What a tile holds is read back by the library of the format; cells are gathered as H3 gathers them."""

import datetime as dt
import random

import h3.api.basic_int as h3
import mapbox_vector_tile
import numpy as np
import pyarrow as pa

from data.queries import live
from data.views import tiles

CITY = (24.95, 121.22)
ROWS = [{"cell": "桃園", "rows": 3, "mean": 1.5}, {"rows": -7, "mean": -0.25, "cell": "x"}, {"rows": 3}]


def area(ring: list[list[int]]) -> float:
    """Twice the area by the surveyor's formula; above nothing for an outer ring (Mapbox Vector Tile 2.1, 4.3.3.3)."""
    return sum(x * b - a * y for (x, y), (a, b) in zip(ring, [*ring[1:], ring[0]], strict=True))


def decoded(tile: bytes) -> dict:
    return mapbox_vector_tile.decode(tile, default_options={"y_coord_down": True})


def test_values_and_places_come_back():
    marks = [[0, 0], [-5, 4100], [4096, 17]]
    drawn = [[tiles.MOVE, *mark] for mark in tiles._zigzag(np.array(marks)).tolist()]
    layer = decoded(tiles._encoded("points", tiles.POINT, drawn, ROWS))["points"]
    assert layer["extent"] == tiles.EXTENT and layer["version"] == 2
    assert [one["geometry"]["coordinates"] for one in layer["features"]] == marks
    assert [one["properties"] for one in layer["features"]] == ROWS
    assert tiles._encoded("points", tiles.POINT, [[]], ROWS[:1]) == b""


def test_rings_go_with_the_clock_and_what_is_too_small_is_left_out():
    west, _, east, north = tiles.bounds(11, *_tile(11))
    dice = random.Random(7)
    cells = [h3.latlng_to_cell(CITY[0] + dice.uniform(-0.05, 0.05), CITY[1] + dice.uniform(-0.05, 0.05), 8) for _ in range(40)]
    outlines, _ = live._outlined([h3.cell_to_boundary(one) for one in cells])
    drawn = tiles._rings([one[::-1] for one in outlines], west, north, east - west)
    found = decoded(tiles._encoded("cells", tiles.POLYGON, drawn, [{"at": n} for n in range(40)]))["cells"]["features"]
    assert len(found) == 40
    for feature, outline in zip(found, outlines, strict=True):
        [ring] = feature["geometry"]["coordinates"]
        assert area(ring[:-1]) > 0
        wanted = {tuple(place) for place in tiles._units(outline, west, north, east - west).tolist()}
        assert {tuple(place) for place in ring} == wanted
    assert tiles._rings([outlines[0][::-1]], west, north, (east - west) * 1e6) == [[]]


def test_a_cell_is_gathered_by_the_one_h3_names():
    dice = random.Random(3)
    for fine in (6, 7, 8, 9):
        cells = [h3.latlng_to_cell(dice.uniform(-80, 80), dice.uniform(-180, 180), fine) for _ in range(200)]
        for larger in (0, fine - 2):
            made = live.larger_cells(np.array(cells, dtype=np.uint64), larger).tolist()
            assert made == [h3.cell_to_parent(one, larger) for one in cells]


def test_no_cell_is_lost_by_gathering():
    """Whatever the box, the cells that touch it are those that do when each is looked at by itself."""
    dice = random.Random(11)
    cells = sorted({h3.latlng_to_cell(dice.uniform(24.6, 25.1), dice.uniform(121.0, 121.5), 8) for _ in range(900)})
    many = len(cells)
    sums = pa.table({"hex8": pa.array(cells, pa.uint64()), "hour": [dt.datetime(2020, 1, 1)] * many, "rows": [1] * many})
    gathered = live.Cells(8, sums, ())
    _, boxes = live._outlined([h3.cell_to_boundary(one) for one in cells])
    for _ in range(60):
        x, y = live.mercator(dice.uniform(121.0, 121.5), dice.uniform(24.6, 25.1))
        size = dice.choice([300, 3000, 30_000])
        box = (x, y, x + size, y + size)
        wanted = {h3.int_to_str(cells[one]) for one in live._touching(boxes, *box)}
        assert {told["cell"] for told in gathered.within(*box)[1]} == wanted


def _tile(z: int) -> tuple[int, int]:
    x, y = live.mercator(CITY[1], CITY[0])
    size = tiles.WORLD_M / 2**z
    return int((x + tiles.WORLD_M / 2) // size), int((tiles.WORLD_M / 2 - y) // size)
