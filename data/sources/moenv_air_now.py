"""Air quality at the national stations in Taoyuan, this hour."""

from typing import Any

from data.sources.core import reading
from data.sources.core.declaration import Batch, Context, Row, Source, moment, number, one, position, text, whole
from data.sources.core.portals import MOENV

NAMES = {  # ours: names the field has had; older payloads write SiteName, PM2.5_AVG …, wrappers pm2_5
    "aqi": ("aqi",), "pm25_ugm3": ("pm2.5", "pm2_5"), "pm25_mean_ugm3": ("pm2.5_avg", "pm2_5_avg"), "pm10_ugm3": ("pm10",),
    "o3_ppb": ("o3",), "no2_ppb": ("no2",), "so2_ppb": ("so2",), "co_ppm": ("co",), "wind_ms": ("wind_speed", "windspeed"),
}


def convert(raw: bytes, context: Context) -> Batch:
    """``{"records": […]}``, a bare list, or a wrapper with ``stations``; other counties are passed over."""
    return reading.rows(reading.records(raw, "records", "stations", "result.records"), lambda record: station(record, context))


def station(record: dict[str, Any], context: Context) -> Row | None:
    found = {name.lower(): value for name, value in record.items()}
    if not reading.is_taoyuan(found.get("county")):
        return None
    lon, lat = reading.point(found.get("longitude"), found.get("latitude"))
    values = {ours: reading.number(next((found[name] for name in names if name in found), None)) for ours, names in NAMES.items()}
    return {"site_id": reading.needed(found.get("siteid", found.get("site_id")), "siteid"),
            "time": reading.moment(found.get("publishtime", found.get("publish_time")), context.fetched),
            "site_zh": reading.text(found.get("sitename", found.get("site_name"))), "status_zh": reading.text(found.get("status")),
            "pollutant_zh": reading.text(found.get("pollutant")), **values,
            "aqi": None if values["aqi"] is None else int(values["aqi"]), "lat": lat, "lon": lon}


SOURCE = Source(
    name="moenv_air_now", title_en="Air quality now", title_zh="空氣品質指標（即時）",
    row_en="a station and hour", row_zh="一個測站與一小時",
    publisher_en="Ministry of Environment", publisher_zh="環境部", page="https://data.gov.tw/dataset/40448",
    dataset_number="40448",
    fields=(text("site_id", required=True), moment(), text("site_zh"), whole("aqi", "index", 0, 500), text("status_zh"),
            text("pollutant_zh"), number("pm25_ugm3", "µg/m³", 0, 1000), number("pm25_mean_ugm3", "µg/m³", 0, 1000),
            number("pm10_ugm3", "µg/m³", 0, 2000), number("o3_ppb", "ppb", 0, 500), number("no2_ppb", "ppb", 0, 1000),
            number("so2_ppb", "ppb", 0, 1000), number("co_ppm", "ppm", 0, 100), number("wind_ms", "m/s", 0, 100), *position()),
    primary_key=("site_id", "time"), measures=("pm25_ugm3", "aqi", "o3_ppb"),
    steps=one(f"{MOENV}/aqx_p_432", limit="1000", format="JSON", sort="ImportDate desc"), convert=convert, every_s=3600,
    keys={"api_key": "MOENV_API_KEY"},
)
