"""Apache Spark: executors on this machine or on many, through the same expressions."""

import os
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path

import ibis
import pyarrow as pa

from data.engines.results import as_declared


class Spark:
    """A session on ``master``, such as local-cluster[2,1,1024] or spark://host:7077. Needs Java 17 or 21."""

    def __init__(self, master: str, **options: str) -> None:
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")         # pyspark warns of pandas 3, which nothing here uses with it
            from pyspark.sql import SparkSession
            made = SparkSession.builder.master(master).appName("taoyuan")
            for name, value in {
                "spark.ui.enabled": "false", "spark.sql.session.timeZone": "UTC", "spark.sql.ansi.enabled": "true",
                "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1",
                "spark.sql.shuffle.partitions": "8", "spark.log.level": "ERROR", **options,
            }.items():
                made = made.config(name, value)
            self.session = made.getOrCreate()
            self.connection = ibis.pyspark.connect(self.session)
        self._views = 0

    def rows(self, files: Sequence[Path]) -> ibis.Table:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._views += 1
            name = f"rows_{self._views}"
            self.session.read.parquet(*map(str, files)).createOrReplaceTempView(name)
            return self.connection.table(name)

    def carry_out(self, expression: ibis.Table) -> pa.Table:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = self.session.sql(ibis.to_sql(expression, dialect="pyspark")).toArrow()
        return as_declared(found, expression)

    def close(self) -> None:
        self.session.stop()
