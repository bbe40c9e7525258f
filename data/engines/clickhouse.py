"""ClickHouse, in the process (chDB): the same expressions as ClickHouse's SQL."""

from collections.abc import Sequence
from pathlib import Path

import chdb.session
import ibis
import pyarrow as pa

from data.engines.duck import Duck
from data.engines.results import as_declared


class ClickHouse:
    """One session; the types of a table are read from its files by DuckDB."""

    def __init__(self, memory_mib: int, threads: int | None = None) -> None:
        self.session = chdb.session.Session()
        self.session.query(f"SET max_memory_usage = {memory_mib * 2**20}")
        self.session.query("SET join_use_nulls = 1")        # as in standard SQL
        if threads:
            self.session.query(f"SET max_threads = {threads}")
        self._views = 0

    def rows(self, files: Sequence[Path]) -> ibis.Table:
        self._views += 1
        name = f"rows_{self._views}"
        parts = " UNION ALL ".join(f"SELECT * FROM file('{_quoted(glob)}', 'Parquet')" for glob in _globs(files))
        self.session.query(f"CREATE OR REPLACE VIEW {name} AS {parts}")
        types = Duck(256, 1)
        try:
            return ibis.table(types.rows(files[:1]).schema(), name=name)
        finally:
            types.close()

    def carry_out(self, expression: ibis.Table) -> pa.Table:
        found = self.session.query(str(ibis.to_sql(expression, dialect="clickhouse")), "ArrowTable")
        return as_declared(found, expression)

    def close(self) -> None:
        self.session.close()


def _globs(files: Sequence[Path]) -> list[str]:
    """A pattern a folder: braces may not hold a slash."""
    folders: dict[Path, list[str]] = {}
    for file in files:
        folders.setdefault(file.parent, []).append(file.name)
    return [f"{folder}/{{{','.join(names)}}}" if len(names) > 1 else f"{folder}/{names[0]}" for folder, names in folders.items()]


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")
