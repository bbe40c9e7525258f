"""python -m data: what it prints and how it ends."""

from collections.abc import Callable
from pathlib import Path

import pytest

from data.__main__ import main
from data.store import Store


@pytest.fixture
def words(small: Callable[..., Path], tmp_path: Path) -> Store:
    return Store(small("families", "topics"), tmp_path / "frames", check_s=0)


def test_check_counts_rows(words: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"], words) == 0
    assert capsys.readouterr() == ("topics: 11 rows\nfamilies: 5 rows\n", "")
    assert main(["check", "topics"], words) == 0
    assert capsys.readouterr() == ("topics: 11 rows\n", "")


def test_check_tells_every_reason_and_fails(words: Store, capsys: pytest.CaptureFixture[str]) -> None:
    path = words.root / "tables/families.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",1\n", ",one\n"), encoding="utf-8")
    assert main(["check"], words) == 1
    out, err = capsys.readouterr()
    assert out == "topics: 11 rows\nfamilies: refused\n"
    assert err.startswith("data/tables/families.csv, row 2, column order: 'one' is not a number")
    assert main(["check", "topics"], words) == 0


def test_check_of_no_table_tells_which_there_are(words: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "topic"], words) == 2
    assert capsys.readouterr().err == "no table topic; there are topics, families\n"


def test_compile_maps_all_and_tells_the_version(words: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compile"], words) == 0
    out = capsys.readouterr().out
    assert "topics: 11 rows\n" in out
    assert f"data version {words.version()}" in out
    assert len(list(words.cache.glob("*.arrow"))) == 2
