"""What the city pulse can show: its measures, the datasets that carry each, and the spans of time."""

import datetime as dt
from dataclasses import dataclass

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@dataclass(frozen=True)
class Measure:
    """One thing the pulse shows: the field, the datasets that carry it (the first with rows is shown), how many become one."""

    key: str
    field: str
    sources: tuple[str, ...]
    family: str
    icon: str
    tells: str = "mean"             # mean, or max where the worst place counts
    digits: int = 1                 # decimals people read; the answers carry two


@dataclass(frozen=True)
class Period:
    """A span up to the newest hour or day: how many steps of ``step`` (hour or day)."""

    key: str
    step: str
    count: int

    @property
    def length(self) -> dt.timedelta:
        return HOUR if self.step == "hour" else DAY


MEASURES = {one.key: one for one in (
    Measure("bikes", "bikes", ("tycg_youbike", "tdx_bike"), "move", "locate"),
    Measure("parking", "spaces_free", ("tycg_parking", "tdx_parking"), "move", "map-pin", digits=0),
    Measure("buses", "speed_kmh", ("tdx_bus",), "move", "route", digits=0),
    Measure("air", "pm25_ugm3", ("civil_iot_air", "moenv_air_now"), "nature", "leaf"),
    Measure("rain", "rain_mm", ("tycg_rain",), "nature", "droplets"),
    Measure("water", "depth_cm", ("tycg_flood", "wra_flood", "civil_iot_flood"), "nature", "circle-alert", "max"),
)}
PERIODS = {one.key: one for one in (Period("now", "hour", 1), Period("day", "hour", 24), Period("week", "hour", 168),
                                    Period("year", "day", 365))}
