"""The rows of one dataset as Parquet by month, and their sums by hour: a manifest says which files count, and is swapped at once.

A reader sees the manifest before or the one after, never between; a killed writer leaves files that no manifest names. A row is
there once: of rows with one key the newest stays, and adding the same rows again changes nothing.
"""

import contextlib
import datetime as dt
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from data.sources.core import files
from data.sources.core.declaration import Source
from data.sources.core.frame import hex_columns, schema

if TYPE_CHECKING:
    from data.engines import Engine

MANIFEST = "manifest.json"
FULL = 48                           # files of one month before they are written together
SWEEP_S = 3600.0                    # a file no manifest names is taken away after this; a reader may still map it
ALWAYS = "always"                   # the "month" of a register
MEMORY = "2GB"
BY_DAY = ("district", "hex7")       # places whose hours are summed by day, too: what a year is told from


@dataclass(frozen=True)
class Added:
    """What an addition changed: rows that are new, rows that differ from what stood there, and the hours they lie in."""

    new: int
    changed: int
    hours: tuple[dt.datetime, ...] = ()


@dataclass
class Manifest:
    """The files that count. ``version`` goes up with every change; ``simulated`` rows are never mixed with real ones."""

    version: int = 0
    simulated: bool = False
    files: list[dict[str, Any]] = field(default_factory=list)
    rollups: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return sum(one["rows"] for one in self.files)

    @property
    def last(self) -> str | None:
        """Time of the newest row, ISO 8601 on the clock of Taiwan; None without."""
        return max((one["last"] for one in self.files if one["last"]), default=None)

    def paths(self) -> list[str]:
        """Every file that counts, relative to the shelf."""
        return [one["path"] for one in self.files] + [one["path"] for parts in self.rollups.values() for one in parts.values()]

    def digests(self) -> dict[str, str]:
        """{path: SHA-256} of every file that counts."""
        listed = [*self.files, *(one for parts in self.rollups.values() for one in parts.values())]
        return {one["path"]: one["sha256"] for one in listed}


def manifest_from(kept: Mapping[str, Any] | None) -> Manifest:
    return Manifest(**kept) if kept else Manifest()


class Shelf:
    """Rows of ``source`` in ``folder``. One writer at a time (the refresh holds the lock), any number of readers."""

    def __init__(self, source: Source, folder: Path) -> None:
        self.source, self.folder = source, folder
        self._names = [column.name for column in schema(source)]
        self._seen: tuple[tuple[int, int] | None, Manifest] = (None, Manifest())

    def manifest(self) -> Manifest:
        """As it is on disk now; read again only when it changed."""
        try:
            state = (self.folder / MANIFEST).stat()
        except FileNotFoundError:
            return Manifest()
        signature = (state.st_mtime_ns, state.st_ino)
        if self._seen[0] != signature:
            self._seen = signature, manifest_from(files.read_json(self.folder / MANIFEST))
        return self._seen[1]

    def row_files(self, first: dt.datetime | None = None, last: dt.datetime | None = None) -> list[Path]:
        """Files that may hold rows from ``first`` up to ``last``; all of them without."""
        return [self.folder / one["path"] for one in self.manifest().files if _overlaps(one, first, last)]

    def add(self, parts: Sequence[Path], run: str, simulated: bool = False) -> Added:
        """Takes the rows of ``parts`` (Parquet of :func:`frame.schema`, later ones win) in, with the sums of the hours they touch.

        Raises ValueError when simulated rows would stand among real ones.
        """
        now = self.manifest()
        if now.files and now.simulated != simulated:
            raise ValueError(f"{self.source.name}: simulated and real rows may not stand on one shelf")
        with contextlib.closing(_connection(self.folder)) as database:
            listed = _list(parts)
            database.register("shape", schema(self.source).empty_table())
            key = ", ".join(map(_name, self.source.primary_key))
            columns = ", ".join(map(_name, self._names))
            month = "strftime(time, '%Y-%m')" if self.source.is_timed else f"'{ALWAYS}'"
            database.execute(f"""
                CREATE TEMP TABLE fresh AS SELECT {columns}, {month} AS _month
                FROM (SELECT *, row_number() OVER (PARTITION BY {key} ORDER BY filename DESC, file_row_number DESC) AS _nth
                      FROM read_parquet({listed}, filename = true, file_row_number = true, hive_partitioning = false))
                WHERE _nth = 1""")
            after = Manifest(now.version + 1, simulated, list(now.files), {kind: dict(one) for kind, one in now.rollups.items()})
            months = [row[0] for row in database.execute("SELECT DISTINCT _month FROM fresh ORDER BY 1").fetchall()]
            added = [self._add_month(database, after, one, f"{run}-{number:03d}") for number, one in enumerate(months)]
            result = Added(sum(one.new for one in added), sum(one.changed for one in added),
                           tuple(sorted({hour for one in added for hour in one.hours})))
            if after.files == now.files:
                return Added(0, 0)
        if self.source.is_timed and self.source.measures and self.source.has_points:
            self._roll_up(after, result.hours, run)
        files.write_json(self.folder / MANIFEST, after.__dict__)
        self._sweep(after)
        return result

    def sum_again(self, run: str) -> int:
        """Makes every sum anew from the rows; the months that were summed. The rows stay as they are."""
        now = self.manifest()
        if not now.files or not (self.source.is_timed and self.source.measures and self.source.has_points):
            return 0
        after = Manifest(now.version + 1, now.simulated, list(now.files), {})
        months = sorted({one["month"] for one in after.files})
        with contextlib.closing(_connection(self.folder)) as database:
            for number, month in enumerate(months):
                files_of = _list([self.folder / one["path"] for one in after.files if one["month"] == month])
                hours = database.execute(f"SELECT DISTINCT date_trunc('hour', time) FROM "
                                         f"read_parquet({files_of}, hive_partitioning = false)").fetchall()
                self._roll_up(after, [row[0] for row in hours], f"{run}-{number:03d}")
        files.write_json(self.folder / MANIFEST, after.__dict__)
        self._sweep(after)
        return len(months)

    def _add_month(self, database: duckdb.DuckDBPyConnection, after: Manifest, month: str, name: str) -> Added:
        columns = ", ".join(map(_name, self._names))
        key = ", ".join(map(_name, self.source.primary_key))
        fresh = f"(SELECT {columns} FROM fresh WHERE _month = '{month}')"
        first, last = self._span(database, fresh)
        there = [one for one in after.files if one["month"] == month and (not self.source.is_timed or _overlaps(one, first, last))]
        database.execute("CREATE OR REPLACE TEMP TABLE gone AS SELECT NULL AS nothing WHERE false")
        changed = 0
        if there:
            stood = _list([self.folder / one["path"] for one in there])
            old = f"(SELECT {columns} FROM {_rows(stood)})"
            database.execute(f"CREATE OR REPLACE TEMP TABLE added AS {fresh} EXCEPT {old}")
            if self.source.is_timed:
                semi = f"SELECT {columns} FROM {old} o SEMI JOIN added USING ({key})"
                database.execute(f"CREATE OR REPLACE TEMP TABLE gone AS {semi}")
            else:                                   # a register is what the newest list says, no more
                database.execute(f"CREATE OR REPLACE TEMP TABLE gone AS SELECT * FROM {old} EXCEPT SELECT * FROM {fresh}")
            changed = _count(database, f"SELECT count(*) FROM gone SEMI JOIN added USING ({key})")
        else:
            database.execute(f"CREATE OR REPLACE TEMP TABLE added AS SELECT * FROM {fresh}")
        count = _count(database, "SELECT count(*) FROM added")
        lost = _count(database, "SELECT count(*) FROM gone")
        if count == 0 and lost == 0:
            return Added(0, 0)
        hours: tuple[dt.datetime, ...] = ()
        if self.source.is_timed:
            hours = tuple(row[0] for row in database.execute("SELECT DISTINCT date_trunc('hour', time) FROM added").fetchall())
        kept = [one for one in after.files if one["month"] == month]
        if len(kept) >= FULL or not self.source.is_timed:
            rewrite = kept
        else:
            rewrite = self._holding_gone(database, there, key) if lost else []
        body = "SELECT * FROM added"
        if rewrite:
            old = _rows(_list([self.folder / one["path"] for one in rewrite]))
            anti = f" ANTI JOIN gone USING ({key})" if lost else ""
            body = f"SELECT {columns} FROM {old}{anti} UNION ALL BY NAME SELECT {columns} FROM added"
        after.files[:] = [one for one in after.files if one not in rewrite]
        after.files.append(self._write(database, f"SELECT * FROM ({body}) ORDER BY {self._order()}", month, name))
        return Added(count - changed, changed, hours)

    def _holding_gone(self, database: duckdb.DuckDBPyConnection, there: Iterable[dict[str, Any]],
                      key: str) -> list[dict[str, Any]]:
        """The files in which rows of the table ``gone`` stand."""
        holding = []
        for one in there:
            rows = f"read_parquet({_list([self.folder / one['path']])}, hive_partitioning = false)"
            if _count(database, f"SELECT count(*) FROM {rows} SEMI JOIN gone USING ({key})"):
                holding.append(one)
        return holding

    def _order(self) -> str:
        return ", ".join(map(_name, (("time",) if self.source.is_timed else ()) + self.source.primary_key))

    def _span(self, database: duckdb.DuckDBPyConnection, rows: str) -> tuple[dt.datetime | None, dt.datetime | None]:
        if not self.source.is_timed:
            return None, None
        found = database.execute(f"SELECT min(time), max(time) FROM {rows}").fetchone()
        return (found[0], found[1]) if found else (None, None)

    def _write(self, database: duckdb.DuckDBPyConnection, query: str, month: str, name: str) -> dict[str, Any]:
        """Writes the rows of ``query`` into a new file of ``month``; its entry for the manifest."""
        path = f"month={month}/{name}.parquet"
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        database.execute(f"COPY ({query}) TO '{_quoted(target)}' (FORMAT parquet, COMPRESSION zstd)")
        digest = files.settle(target)
        file = _list([target])
        first, last = self._span(database, f"read_parquet({file}, hive_partitioning = false)")
        return {"path": path, "month": month, "sha256": digest, "bytes": target.stat().st_size,
                "rows": _count(database, f"SELECT count(*) FROM read_parquet({file}, hive_partitioning = false)"),
                "first": first.isoformat() if first else None, "last": last.isoformat() if last else None}

    def _roll_up(self, after: Manifest, hours: Sequence[dt.datetime], run: str) -> None:
        """Sums the touched ``hours`` again from the rows themselves, so that corrections and late rows leave no trace."""
        import ibis

        from data.engines import connect
        from data.queries.hours import by_hour
        engine = connect("duckdb://", 2048)
        try:
            with contextlib.closing(_connection(self.folder)) as database:
                for within in _grouped(hours, "%Y-%m").values():
                    first, last = min(within), max(within) + dt.timedelta(hours=1)
                    rows = engine.rows([self.folder / one["path"] for one in after.files if _overlaps(one, first, last)])
                    chosen = rows.filter(rows.time >= ibis.literal(first), rows.time < ibis.literal(last))
                    for place, part in (("district", "%Y-%m"), *((name, "%Y-%m-%d") for name in hex_columns(self.source))):
                        sums = engine.carry_out(by_hour(chosen, place, self.source.measures))
                        database.register("sums", sums)
                        for label, touched in _grouped(within, part).items():
                            self._write_sums(database, after, (place, "hour"), label, touched, run)
                        database.unregister("sums")
                for place in BY_DAY:
                    self._roll_up_days(engine, database, after, place, hours, run)
        finally:
            engine.close()

    def _roll_up_days(self, engine: "Engine", database: duckdb.DuckDBPyConnection, after: Manifest, place: str,
                      hours: Sequence[dt.datetime], run: str) -> None:
        """Sums the touched days again from their sums by hour; every day there is when none was summed before."""
        import ibis

        from data.queries.hours import by_day
        parts = after.rollups[f"{place}_hour"]
        if f"{place}_day" not in after.rollups:
            listed = _list([self.folder / one["path"] for one in parts.values()])
            found = database.execute(f"SELECT DISTINCT hour FROM read_parquet({listed}, hive_partitioning = false)").fetchall()
            hours = [row[0] for row in found]
        days = sorted({hour.replace(hour=0) for hour in hours})
        for month, within in _grouped(days, "%Y-%m").items():
            first, last = within[0], within[-1] + dt.timedelta(days=1)
            wanted = {month, *(f"{day:%Y-%m-%d}" for day in within)}        # parts by month (districts) or by day (hexagons)
            rows = engine.rows([self.folder / one["path"] for label, one in parts.items() if label in wanted])
            chosen = rows.filter(rows.hour >= ibis.literal(first), rows.hour < ibis.literal(last))
            database.register("sums", engine.carry_out(by_day(chosen, place, self.source.measures)))
            self._write_sums(database, after, (place, "day"), month, within, run)
            database.unregister("sums")

    def _write_sums(self, database: duckdb.DuckDBPyConnection, after: Manifest, keys: tuple[str, str], label: str,
                    touched: list[dt.datetime], run: str) -> None:
        """The part ``label`` of the sums by ``keys`` (place and hour or day): what was ``touched`` from the view ``sums``, the
        rest as it was."""
        place, step = keys
        kind = after.rollups.setdefault(f"{place}_{step}", {})
        database.register("touched", pa.table({step: pa.array(touched, pa.timestamp("us"))}))
        path = f"{place}_{step}/{label}-{run}.parquet"
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        body = f"SELECT * FROM sums SEMI JOIN touched USING ({step})"
        if label in kind:
            rest = f"read_parquet({_list([self.folder / kind[label]['path']])}, hive_partitioning = false)"
            body += f" UNION ALL BY NAME SELECT * FROM {rest} ANTI JOIN touched USING ({step})"
        database.execute(f"COPY (SELECT * FROM ({body}) ORDER BY {step}, {place}) TO '{_quoted(target)}' "
                         "(FORMAT parquet, COMPRESSION zstd)")
        count = _count(database, f"SELECT count(*) FROM read_parquet({_list([target])}, hive_partitioning = false)")
        kind[label] = {"path": path, "sha256": files.settle(target), "rows": count, "bytes": target.stat().st_size}

    def _sweep(self, now: Manifest) -> None:
        counted, before = set(now.paths()), time.time() - SWEEP_S
        for file in self.folder.glob("*/*.parquet"):
            if str(file.relative_to(self.folder)) not in counted and file.stat().st_mtime < before:
                file.unlink(missing_ok=True)


def _rows(listed: str) -> str:
    """The files with every column of the view ``shape``: they may be older than a field, which is unknown there."""
    return f"(FROM shape UNION ALL BY NAME SELECT * FROM read_parquet({listed}, hive_partitioning = false, union_by_name = true))"


def _connection(folder: Path) -> duckdb.DuckDBPyConnection:
    database = duckdb.connect()
    database.execute(f"SET memory_limit = '{MEMORY}'")
    database.execute(f"SET temp_directory = '{_quoted(folder / '.spill')}'")
    return database


def _grouped(hours: Iterable[dt.datetime], form: str) -> dict[str, list[dt.datetime]]:
    """``hours`` by what ``form`` writes of them: by month, by day."""
    found: dict[str, list[dt.datetime]] = {}
    for hour in hours:
        found.setdefault(hour.strftime(form), []).append(hour)
    return found


def _overlaps(one: Mapping[str, Any], first: dt.datetime | None, last: dt.datetime | None) -> bool:
    if one["first"] is None:
        return True
    return (last is None or dt.datetime.fromisoformat(one["first"]) <= last) and \
           (first is None or dt.datetime.fromisoformat(one["last"]) >= first)


def _count(database: duckdb.DuckDBPyConnection, query: str) -> int:
    found = database.execute(query).fetchone()
    return int(found[0]) if found else 0


def _list(paths: Sequence[Path]) -> str:
    return "[" + ", ".join(f"'{_quoted(path)}'" for path in paths) + "]"


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
