"""DuckDB in the process: what one machine needs, also for more rows than fit into memory."""

from collections.abc import Sequence
from pathlib import Path

import ibis
import pyarrow as pa

from data.engines.results import as_declared


class Duck:
    """One connection. Larger than ``memory_mib`` goes to disk."""

    def __init__(self, memory_mib: int, threads: int | None = None) -> None:
        self.connection = ibis.duckdb.connect(memory_limit=f"{memory_mib}MiB", **({"threads": threads} if threads else {}))
        self.connection.raw_sql("SET preserve_insertion_order = false")

    def rows(self, files: Sequence[Path]) -> ibis.Table:
        listed = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
        return self.connection.sql(f"SELECT * FROM read_parquet([{listed}], hive_partitioning = false, union_by_name = true)")

    def carry_out(self, expression: ibis.Table) -> pa.Table:
        return as_declared(self.connection.to_pyarrow(expression), expression)

    def close(self) -> None:
        self.connection.disconnect()
