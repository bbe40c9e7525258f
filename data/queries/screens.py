"""What follows from a screen's inches, pixels, distance and mounting: type and targets in px, the band a hand reaches."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

MM_PER_INCH = 25.4
CAPITAL_ANGLE_DEG = 0.7         # least height of a capital H seen from the stated distance, EN 301 549 V3.2.1, 5.1.4
CAPITAL_EM = 0.66               # a capital H of Source Sans 3, the flattest face of the exhibition (OS/2 sCapHeight 660/1000)
TARGET_MM = 15.0                # least side of a touch target, Natural History Museum London, guidelines for interactives 1.1
REACH_LOW_MM, REACH_HIGH_MM = 380.0, 1220.0     # unobstructed forward reach above the floor, ADA 2010 Standards 308.2.1
REACH_DEPTH_MM = 635.0          # forward reach over an obstruction such as a table, ADA 2010 Standards 308.2.2 (25 inches)
REACH_OVER_MM = 1120.0          # its greatest height above the floor, ibid. (44 inches)
LEAST_TYPE_PX = 16              # the web's usual text size: large screens far away ask for less, which nobody near could read
LEAST_TARGET_PX = 44            # WCAG 2.2, 2.5.5


@dataclass(frozen=True)
class Profile:
    """One row of the table screens. A flat one lies: its ``lower_edge_mm`` is the height of its surface."""

    diagonal_in: float
    width_px: int
    height_px: int
    distance_m: float
    lower_edge_mm: float
    orientation: str
    mounting: str = "upright"

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Profile":
        """From a row of the table, other columns left out. Raises ValueError when orientation and pixels do not agree."""
        profile = cls(float(row["diagonal_in"]), int(row["width_px"]), int(row["height_px"]), float(row["distance_m"]),
                      float(row["lower_edge_mm"]), str(row["orientation"]), str(row["mounting"]))
        if profile.orientation != ("landscape" if profile.width_px >= profile.height_px else "portrait"):
            raise ValueError(f"{profile.width_px} x {profile.height_px} px is not {profile.orientation}; turn one of the two")
        return profile


@dataclass(frozen=True)
class Band:
    """Rows of pixels from ``top_px`` (0 = the upper edge of the screen) down to ``bottom_px``."""

    top_px: int
    bottom_px: int

    @property
    def height_px(self) -> int:
        """0 when no hand reaches the screen."""
        return max(0, self.bottom_px - self.top_px)


def px_per_mm(profile: Profile) -> float:
    """CSS pixels a millimetre; pixels are square."""
    return math.hypot(profile.width_px, profile.height_px) / (profile.diagonal_in * MM_PER_INCH)


def capital_mm(distance_m: float, angle_deg: float = CAPITAL_ANGLE_DEG) -> float:
    """Height in mm of a capital that fills ``angle_deg`` at ``distance_m``: 7.33 mm at 0.6 m."""
    return 2 * distance_m * 1000 * math.tan(math.radians(angle_deg) / 2)


def type_px(profile: Profile, angle_deg: float = CAPITAL_ANGLE_DEG) -> int:
    """Font size in px, rounded up, whose capitals fill at least ``angle_deg`` at the profile's distance; never below 16.

    With the default it is the size of the large-text mode: no text of that mode may be smaller.
    """
    return max(LEAST_TYPE_PX, _up(capital_mm(profile.distance_m, angle_deg) / CAPITAL_EM * px_per_mm(profile)))


def angle_deg(profile: Profile, font_px: float) -> float:
    """The angle in degrees the capitals of a text of ``font_px`` fill: what a test compares with 0.7."""
    height_mm = font_px * CAPITAL_EM / px_per_mm(profile)
    return math.degrees(2 * math.atan(height_mm / (2 * profile.distance_m * 1000)))


def target_px(profile: Profile) -> int:
    """Least side of a touch target in px, rounded up: 15 mm, and never below 44 px."""
    return max(LEAST_TARGET_PX, _up(TARGET_MM * px_per_mm(profile)))


def reach(profile: Profile) -> Band:
    """The rows a visitor in a wheelchair reaches.

    Upright: 380 to 1220 mm above the floor. Flat: from the near (lower) edge 635 mm over the surface, when that is no higher
    than 1120 mm. Rounded inwards, so nothing in the band is out of reach; an empty band ends where it begins.
    """
    scale = px_per_mm(profile)
    if profile.mounting == "flat":
        deep = REACH_DEPTH_MM * scale if profile.lower_edge_mm <= REACH_OVER_MM else 0.0
        return _band(profile, profile.height_px - deep, profile.height_px)
    return _band(profile, profile.height_px - (REACH_HIGH_MM - profile.lower_edge_mm) * scale,
                 profile.height_px - (REACH_LOW_MM - profile.lower_edge_mm) * scale)


def computed(profile: Profile) -> dict[str, Any]:
    """Everything above for one profile, as a browser takes it: px_per_mm, type_px, target_px, reach {top_px, bottom_px}."""
    return {"px_per_mm": round(px_per_mm(profile), 4), "type_px": type_px(profile), "target_px": target_px(profile),
            "reach": asdict(reach(profile))}


def _band(profile: Profile, top: float, bottom: float) -> Band:
    first = min(profile.height_px, max(0, _up(top)))
    return Band(first, max(first, min(profile.height_px, math.floor(bottom + 1e-9))))


def _up(value: float) -> int:
    """Rounded up, but not for the dust of floating point."""
    return math.ceil(value - 1e-9)
