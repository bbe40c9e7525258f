"""Frozen tables: a release is a folder that never changes, with a checksum of every file and what changed since the one before.

``releases/<version>/`` holds the tables as they lay in ``data/`` (datapackage.yaml, tables/, series/, geo/), ``manifest.json`` and
``changes.json``. The API opens it with the same store as today's tables; its files are served as they are.
"""

import datetime
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from data.catalog import DESCRIPTOR, Dataset
from data.records import Edition, cell
from data.store import Store

MANIFEST, CHANGES = "manifest.json", "changes.json"
NAME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(\.[0-9]{1,3})?")  # the day, and .2, .3 … for more than one a day


class ReleaseError(Exception):
    """A release that cannot be made or is not what was frozen; the message says why and what to do."""


def freeze(tables: Store, folder: Path, today: datetime.date) -> Path:
    """Writes the next release of ``tables`` into ``folder``, whole or not at all; where it lies comes back.

    Raises ReleaseError while a table is refused, or when nothing has changed since the last release.
    """
    problems = tables.problems()
    if problems:
        raise ReleaseError(f"{len(problems)} errors in the tables; a release holds good tables only. The first: {problems[0]}")
    known = listed(folder)
    before = known[-1] if known else None
    version = _next(today, known)
    folder.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(dir=folder, prefix=".part."))
    try:
        _copy(tables, part)
        files = [_file(part, path) for path in sorted(one for one in part.rglob("*") if one.is_file())]
        if before and files == [one for one in manifest(folder, before)["files"] if one["path"] != CHANGES]:
            raise ReleaseError(f"nothing has changed since release {before}")
        changed = changes(open_release(folder, before) if before else None, _edition(tables))
        _write(part / CHANGES, {"version": version, "previous": before, "tables": changed})
        _write(
            part / MANIFEST,
            {
                "version": version,
                "previous": before,
                "frozen": today.isoformat(),
                "data_version": tables.version(),
                "files": [*files, _file(part, part / CHANGES)],
                "summary": {name: {kind: len(found) for kind, found in one.items()} for name, one in changed.items()},
            },
        )
        part.chmod(0o755)
        os.replace(part, folder / version)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return folder / version


def listed(folder: Path) -> list[str]:
    """The releases of ``folder``, oldest first."""
    found = [path.name for path in folder.glob("*/") if NAME.fullmatch(path.name) and (path / MANIFEST).is_file()]
    return sorted(found, key=_order)


def manifest(folder: Path, version: str) -> dict[str, Any]:
    """{version, previous, frozen, data_version, files: [{path, bytes, sha256}], summary}. Raises KeyError when there is none."""
    if not NAME.fullmatch(version) or not (folder / version / MANIFEST).is_file():
        raise KeyError(version)
    return json.loads((folder / version / MANIFEST).read_text("utf-8"))


def damaged(folder: Path, version: str) -> Iterator[str]:
    """Paths of files that are missing or not what was frozen."""
    for file in manifest(folder, version)["files"]:
        path = folder / version / file["path"]
        if not path.is_file() or _file(folder / version, path) != file:
            yield file["path"]


def open_release(folder: Path, version: str, cache: Path | None = None) -> Edition:
    """The tables of a release. Raises KeyError when there is none, ReleaseError when a file is not what was frozen."""
    note = manifest(folder, version)
    return _opened(str((folder / version).resolve()), version, note["data_version"], str(cache or "build/frames"))


@lru_cache(maxsize=8)
def _opened(root: str, version: str, data_version: str, cache: str) -> Edition:
    path = Path(root)
    wrong = list(damaged(path.parent, version))
    if wrong:
        raise ReleaseError(f"release {version} is damaged: {', '.join(wrong)}; put the frozen files back")
    tables = Store(root=path, cache=Path(cache), check_s=3600)
    return Edition(data_version, tables.catalog, tables.load, version)


def changes(before: Edition | None, now: Edition) -> dict[str, dict[str, list[Any]]]:
    """{dataset: {"added": keys, "removed": keys, "changed": [{"key", "fields": {name: [old, new]}}]}} of tables that differ.

    A key is the list of its values. Of the first release every table is new: nothing is listed.
    """
    if before is None:
        return {}
    found = {}
    for name in dict.fromkeys([*before.catalog, *now.catalog]):
        if _is_same(before, now, name):
            continue
        old, new = _rows(before, name), _rows(now, name)
        one: dict[str, list[Any]] = {
            "added": [json.loads(key) for key in new if key not in old],
            "removed": [json.loads(key) for key in old if key not in new],
            "changed": [
                {"key": json.loads(key), "fields": different}
                for key, row in new.items()
                if key in old and (different := _different(old[key], row))
            ],
        }
        if any(one.values()):
            found[name] = one
    return found


def _edition(tables: Store) -> Edition:
    return Edition(tables.version(), tables.catalog, tables.load)


def _is_same(before: Edition, now: Edition, name: str) -> bool:
    """Cell by cell, at once: most tables are, and their rows need no look."""
    return name in before.catalog and name in now.catalog and before.load(name).equals(now.load(name))


def _rows(edition: Edition, name: str) -> Mapping[str, dict[str, Any]]:
    """Rows by the JSON of their key; empty when the edition has no such table."""
    if name not in edition.catalog:
        return {}
    dataset = edition.catalog[name]
    frame = edition.load(name)
    rows = frame.to_dict("records")
    return {_key(dataset, row): _values(dataset, row) for row in rows}


def _key(dataset: Dataset, row: dict[str, Any]) -> str:
    return json.dumps([cell(dataset.field(name), row[name]) for name in dataset.primary_key], ensure_ascii=False)


def _values(dataset: Dataset, row: dict[str, Any]) -> dict[str, Any]:
    shown = {field.name: cell(field, row[field.name]) for field in dataset.fields}
    return {**shown, "geometry": row["geometry"].wkt} if dataset.geometry else shown


def _different(old: dict[str, Any], new: dict[str, Any]) -> dict[str, list[Any]]:
    """{field: [old, new]}; a shape that moved is only said to have."""
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    return {name: ["…", "…"] if name == "geometry" else [old.get(name), new.get(name)] for name in names}


def _copy(tables: Store, to: Path) -> None:
    for path in (DESCRIPTOR, *(dataset.path for dataset in tables.catalog.values())):
        target = to / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(tables.root / path, target)


def _file(root: Path, path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"path": path.relative_to(root).as_posix(), "bytes": path.stat().st_size, "sha256": digest}


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _order(version: str) -> tuple[str, int]:
    day, _, number = version.partition(".")
    return day, int(number or 1)


def _next(today: datetime.date, known: list[str]) -> str:
    day = today.isoformat()
    of_today = [_order(version)[1] for version in known if version.partition(".")[0] == day]
    return f"{day}.{max(of_today) + 1}" if of_today else day
