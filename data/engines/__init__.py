"""Engines that carry out the sums of data/queries: DuckDB in the process, or by ENGINE_URL something larger.

    duckdb://                       in this process (default)
    spark://local-cluster[2,1,1024] Apache Spark, an own little cluster: executors, cores and MiB of each
    spark://host:7077               Apache Spark, a cluster that stands
    clickhouse://                   ClickHouse, in this process (chDB)
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa


class EngineError(ValueError):
    """An engine that is not known or not installed; the message says which there are, or what to install."""


class Engine(Protocol):
    """Reads Parquet files as one table and carries out an expression on it."""

    def rows(self, files: Sequence[Path]) -> "ibis.Table":
        """The files as one table of Ibis."""

    def carry_out(self, expression: "ibis.Table") -> "pa.Table":
        """The result of ``expression``, which stands on tables this engine gave."""

    def close(self) -> None:
        """Lets go of what the engine holds."""


def connect(url: str = "duckdb://", memory_mib: int = 3072, threads: int | None = None) -> Engine:
    """The engine of ``url``. ``memory_mib`` and ``threads`` bound DuckDB and ClickHouse. Raises EngineError."""
    kind = url.partition("://")[0]
    try:
        if kind == "duckdb":
            from data.engines.duck import Duck
            return Duck(memory_mib, threads)
        if kind == "spark":
            from data.engines.spark import Spark
            return Spark(url.partition("://")[2] if "local" in url else f"spark://{urlsplit(url).netloc}")
        if kind == "clickhouse":
            from data.engines.clickhouse import ClickHouse
            return ClickHouse(memory_mib, threads)
    except ImportError as error:
        raise EngineError(f"ENGINE_URL={url!r} needs what requirements-big.txt lists: {error}") from None
    raise EngineError(f"ENGINE_URL={url!r}: write duckdb://, spark://… or clickhouse://")
