"""A release holds the tables as they were, says what changed, notices damage, and never changes."""

import datetime
import json
from pathlib import Path

import pytest

from data import __main__ as command
from data import releases
from data.catalog import ROOT
from data.store import Store
from tests import small

DAY = datetime.date(2026, 11, 24)


@pytest.fixture
def tables(tmp_path: Path) -> Store:
    """A copy of the real tables that may be written to."""
    root = small.copy(tmp_path / "data")
    return Store(root, tmp_path / "frames", check_s=0)


def edit(tables: Store, name: str, old: str, new: str) -> None:
    path = tables.root / tables.catalog[name].path
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    tables.refresh()


def test_old_numbers_stay_as_they_were(tables: Store, tmp_path: Path):
    folder = tmp_path / "releases"
    first = releases.freeze(tables, folder, DAY)
    area = tables.load("districts")["area_km2"].iloc[0]
    edit(tables, "districts", f"{area:g}", "999.5")
    second = releases.freeze(tables, folder, DAY)
    assert [first.name, second.name] == releases.listed(folder) == ["2026-11-24", "2026-11-24.2"]
    old, new = (releases.open_release(folder, path.name, tmp_path / "frames") for path in (first, second))
    assert old.load("districts")["area_km2"].iloc[0] == area
    assert new.load("districts")["area_km2"].iloc[0] == 999.5
    assert old.version != new.version == tables.version()
    code = tables.load("districts")["code"].iloc[0]
    told = json.loads((second / "changes.json").read_text("utf-8"))
    assert told["previous"] == first.name
    assert told["tables"] == {
        "districts": {"added": [], "removed": [], "changed": [{"key": [code], "fields": {"area_km2": [area, 999.5]}}]}
    }
    assert releases.manifest(folder, second.name)["summary"] == {"districts": {"added": 0, "removed": 0, "changed": 1}}


def test_rows_that_came_and_went_are_told_by_key(tables: Store, tmp_path: Path):
    folder = tmp_path / "releases"
    releases.freeze(tables, folder, DAY)
    path = tables.root / "tables" / "screens.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    gone = lines[-1].split(",")[0]
    path.write_text("".join(lines[:-1]) + lines[-1].replace(gone, "new-screen", 1), encoding="utf-8")
    tables.refresh()
    assert tables.problems() == []
    told = json.loads((releases.freeze(tables, folder, datetime.date(2026, 12, 1)) / "changes.json").read_text("utf-8"))
    assert told["tables"] == {"screens": {"added": [["new-screen"]], "removed": [[gone]], "changed": []}}


def test_no_release_of_what_did_not_change(tables: Store, tmp_path: Path):
    folder = tmp_path / "releases"
    releases.freeze(tables, folder, DAY)
    with pytest.raises(releases.ReleaseError, match="nothing has changed since release 2026-11-24"):
        releases.freeze(tables, folder, DAY)
    assert [path.name for path in folder.iterdir()] == ["2026-11-24"]


def test_no_release_of_broken_tables(tables: Store, tmp_path: Path):
    tables.refresh()
    edit(tables, "districts", "68000010", "68000")
    with pytest.raises(releases.ReleaseError, match=r"districts\.csv"):
        releases.freeze(tables, tmp_path / "releases", DAY)
    assert releases.listed(tmp_path / "releases") == []


def test_damage_is_noticed(tables: Store, tmp_path: Path, capsys):
    folder = tmp_path / "releases"
    version = releases.freeze(tables, folder, DAY).name
    assert command.main(["verify", "--folder", str(folder)]) == 0
    (folder / version / "tables" / "awards.csv").write_text("gone", encoding="utf-8")
    assert list(releases.damaged(folder, version)) == ["tables/awards.csv"]
    with pytest.raises(releases.ReleaseError, match=r"tables/awards\.csv"):
        releases.open_release(folder, version, tmp_path / "frames")
    assert command.main(["verify", "--folder", str(folder)]) == 1
    assert "damaged: tables/awards.csv" in capsys.readouterr().out


def test_the_command_says_what_it_froze(tables: Store, tmp_path: Path, capsys):
    assert command.main(["release", "--folder", str(tmp_path / "releases")], tables) == 0
    assert tables.version() in capsys.readouterr().out
    assert command.main(["release", "--folder", str(tmp_path / "releases")], tables) == 1
    assert "nothing has changed" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["../data", "2026-11-24/..", "", ".", "latest", "2026-11-24.0001"])
def test_a_release_is_never_another_folder(tmp_path: Path, name: str):
    with pytest.raises(KeyError):
        releases.manifest(tmp_path, name)


def test_the_releases_of_this_repository_are_whole():
    folder = ROOT.parent / "releases"
    versions = releases.listed(folder)
    assert versions
    assert {version: wrong for version in versions if (wrong := list(releases.damaged(folder, version)))} == {}
