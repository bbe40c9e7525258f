"""A small copy of the data folder, to break and change at will."""

import json
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from data.catalog import CATALOG, DESCRIPTOR, ROOT

# Every curated table, and the two layers that say what lies inside the city.
TRIMMED = (*(name for name, dataset in CATALOG.items() if dataset.path.startswith("tables/")),
           "district_boundaries", "neighbours")


@cache
def package() -> dict[str, Any]:
    """The real declarations, as written."""
    return yaml.load((ROOT / DESCRIPTOR).read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def trimmed(folder: Path, names: tuple[str, ...] = TRIMMED) -> Path:
    """A data folder in ``folder`` with the datasets ``names`` and nothing else."""
    root = folder / "data"
    entries = [entry for entry in package()["resources"] if entry["name"] in names]
    for entry in entries:
        (root / entry["path"]).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / entry["path"], root / entry["path"])
    # JSON is YAML too, and quick to write
    (root / DESCRIPTOR).write_text(json.dumps({**package(), "resources": entries}, ensure_ascii=False), encoding="utf-8")
    return root


@pytest.fixture
def small(tmp_path: Path) -> Callable[..., Path]:
    """Makes a data folder of the named datasets: ``small("families", "topics")``."""
    return lambda *names: trimmed(tmp_path, names)
