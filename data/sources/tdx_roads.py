"""The road network of Taoyuan as lines, from TDX."""

import re
from typing import Any

from data.sources.core import reading
from data.sources.core.declaration import Batch, Context, Row, Source, text
from data.sources.core.errors import CellError
from data.sources.core.portals import TDX_ACCESS, tdx

LINE = re.compile(r"\s*(MULTI)?LINESTRING\s*\(.*\)\s*", re.DOTALL | re.IGNORECASE)


def convert(raw: bytes, context: Context) -> Batch:
    """Geometry stays as it comes (WKT, WGS84 longitude latitude); anything but lines is refused."""
    def road(record: dict[str, Any]) -> Row:
        line = reading.needed(record["Geometry"], "Geometry")
        if not LINE.fullmatch(line):
            raise CellError("the geometry is no line")
        first = re.search(r"(-?[\d.]+)[ ,]+(-?[\d.]+)", line)
        if first is None:
            raise CellError("the geometry is empty")
        if reading.point(first[1], first[2]) != (float(first[1]), float(first[2])):
            raise CellError("the geometry has latitude before longitude")
        return {"road_id": reading.needed(record["RoadID"], "RoadID"), "name_zh": reading.text(record.get("RoadName")),
                "road_class": reading.text(record.get("RoadClass")), "geometry_wkt": line}
    return reading.rows(reading.records(raw, "Networks", "Roads"), road)


SOURCE = Source(
    name="tdx_roads", title_en="Road network", title_zh="道路路網", row_en="a road", row_zh="一條道路",
    fields=(text("road_id", required=True), text("name_zh"), text("road_class"), text("geometry_wkt", required=True)),
    primary_key=("road_id",), kind="register", steps=lambda since: (tdx("basic/V3/Map/Road/Network/City/Taoyuan"),),
    convert=convert, every_s=30 * 86400, **TDX_ACCESS,
)
