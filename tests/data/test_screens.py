"""Sizes of each screen profile against sums done by hand, and the real rows."""

import math

import pytest
from fontTools.ttLib import TTFont

from data import store
from data.queries import screens
from data.queries.screens import Band, Profile
from scripts import build_fonts

ROWS = store.load("screens").to_dict("records")
PROFILES = {row["id"]: Profile.of(row) for row in ROWS}
EVERY = pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
DESK = Profile(24, 1920, 1080, 0.6, 760, "landscape")
PORTRAIT = Profile(32, 1080, 1920, 0.6, 640, "portrait")
TABLE = Profile(65, 1920, 1080, 0.6, 700, "landscape", "flat")


def test_those_of_the_hall_are_there():
    assert {(profile.diagonal_in, profile.orientation, profile.mounting) for profile in PROFILES.values()} == {
        (24, "landscape", "upright"),
        (32, "landscape", "upright"),
        (32, "portrait", "upright"),
        (43, "portrait", "upright"),
        (55, "landscape", "upright"),
        (65, "landscape", "flat"),
    }


@pytest.mark.parametrize("diagonal, mm_per_px", [(24, 0.277), (32, 0.369), (43, 0.496), (55, 0.634), (65, 0.749)])
def test_a_pixel_in_mm(diagonal: float, mm_per_px: float):
    """By hand: sqrt(1920² + 1080²) = 2202.907 px; 24 inches are 609.6 mm; 609.6 / 2202.907 = 0.2767."""
    assert 1 / screens.px_per_mm(Profile(diagonal, 1920, 1080, 1, 0, "landscape")) == pytest.approx(mm_per_px, abs=0.0005)
    assert screens.px_per_mm(Profile(diagonal, 1080, 1920, 1, 0, "portrait")) == pytest.approx(1 / mm_per_px, rel=0.002)


@pytest.mark.parametrize("distance, mm", [(0.6, 7.33), (1.0, 12.22), (2.0, 24.43), (3.0, 36.65)])
def test_a_capital_of_seven_tenths_of_a_degree(distance: float, mm: float):
    """By hand: 0.7° = 0.0122173 rad; 0.0122173 × 600 mm = 7.33 mm."""
    assert screens.capital_mm(distance) == pytest.approx(mm, abs=0.005)


def test_type_by_hand():
    """24 inches at 0.6 m: 7.3305 / 0.66 = 11.107 mm, × 3.6137 px/mm = 40.14, so 41 px. 65 inches: 14.82, so the floor of 16."""
    assert screens.type_px(DESK) == 41
    assert screens.type_px(PORTRAIT) == 31  # 11.107 × 2.7103 = 30.10
    assert screens.type_px(TABLE) == 16


def test_targets_by_hand():
    """15 × 3.6137 = 54.2, so 55 px; 15 × 2.7103 = 40.7, so the floor of 44."""
    assert screens.target_px(DESK) == 55
    assert screens.target_px(PORTRAIT) == 44


def test_reach_by_hand():
    """32 inches at 640 mm: 1220 mm is 580 mm up, 580 × 2.7103 = 1571.98 px, 1920 − 1571.98 = 348.02: from row 349 down."""
    assert screens.reach(PORTRAIT) == Band(349, 1920)
    assert screens.reach(DESK) == Band(0, 1080)  # 760 mm to 760 + 298.9 mm lies within 380 to 1220 mm
    assert screens.reach(PROFILES["kiosk-32-desk"]) == Band(0, 1080)  # 760 mm to 760 + 398.5 mm
    assert screens.reach(TABLE) == Band(233, 1080)  # 635 × 1.33426 = 847.25; 1080 − 847.25 = 232.75


def test_a_screen_mounted_low_or_high():
    """Lower edge at 0: the lowest 380 mm are too low, 1920 − 380 × 2.7103 = 890.1; at 1300 mm nothing is reached."""
    low = screens.reach(Profile(32, 1080, 1920, 0.6, 0, "portrait"))
    assert low == Band(0, 890)
    assert screens.reach(Profile(32, 1080, 1920, 0.6, 1300, "portrait")).height_px == 0
    assert screens.reach(Profile(65, 1920, 1080, 0.6, 1121, "landscape", "flat")).height_px == 0


@EVERY
def test_what_is_computed_is_large_enough_and_within_reach(profile: Profile):
    assert screens.angle_deg(profile, screens.type_px(profile)) >= screens.CAPITAL_ANGLE_DEG
    assert screens.target_px(profile) / screens.px_per_mm(profile) >= screens.TARGET_MM
    band = screens.reach(profile)
    assert band.height_px >= 4 * screens.target_px(profile), "room for the controls"
    if profile.mounting == "upright":
        for row in (band.top_px, band.bottom_px):
            above = profile.lower_edge_mm + (profile.height_px - row) / screens.px_per_mm(profile)
            assert screens.REACH_LOW_MM <= above <= screens.REACH_HIGH_MM


@EVERY
def test_a_pixel_less_would_be_too_small(profile: Profile):
    size = screens.type_px(profile)
    assert size == screens.LEAST_TYPE_PX or screens.angle_deg(profile, size - 1) < screens.CAPITAL_ANGLE_DEG
    side = screens.target_px(profile)
    assert side == screens.LEAST_TARGET_PX or (side - 1) / screens.px_per_mm(profile) < screens.TARGET_MM


def test_no_face_has_flatter_capitals():
    """The drawn H may fall some thousandths short of the number in the file; the floor holds for what the files say."""
    heights = []
    for path in build_fonts.FONTS.glob("*-latin.woff2"):
        with TTFont(path, lazy=True) as font:
            heights.append(font["OS/2"].sCapHeight / font["head"].unitsPerEm)
    assert min(heights) == pytest.approx(screens.CAPITAL_EM)


def test_pixels_and_orientation_agree():
    with pytest.raises(ValueError, match="1080 x 1920 px is not landscape"):
        Profile.of({**ROWS[0], "width_px": 1080, "height_px": 1920, "orientation": "landscape"})


def test_everything_is_computed_at_once():
    assert screens.computed(PORTRAIT) == {
        "px_per_mm": 2.7103,
        "type_px": 31,
        "target_px": 44,
        "reach": {"top_px": 349, "bottom_px": 1920},
    }
    assert math.isclose(screens.angle_deg(DESK, 41), 0.715, abs_tol=0.001)
