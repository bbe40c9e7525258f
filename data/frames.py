"""Checked tables as columnar files that every process maps: Arrow IPC, uncompressed; map layers as GeoParquet."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data import whole
from data.catalog import Dataset, Field
from data.reading import Table

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


class BrokenFrame(Exception):
    """A columnar file that cannot be used: missing, cut off or changed; it is built again from its table."""


def file_name(dataset: Dataset, key: str) -> str:
    return f"{dataset.name}.{key}.{'parquet' if dataset.geometry else 'arrow'}"


def write(dataset: Dataset, table: Table, target: Path) -> str:
    """Writes ``table`` (checked) to ``target``, whole or not at all; its SHA-256 comes back."""
    with whole.replaced(target) as part:
        (_write_geo if dataset.geometry else _write_arrow)(dataset, table, part)
        with part.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def read(dataset: Dataset, path: Path, digest: str) -> "pd.DataFrame":
    """The frame in ``path``, its columns lying in the mapped file. Raises BrokenFrame unless its SHA-256 is ``digest``."""
    import pyarrow as pa
    try:
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                raise BrokenFrame(f"{path} is not what was written")
        if dataset.geometry:
            import geopandas
            import pandas as pd
            return pd.DataFrame(geopandas.read_parquet(path))      # a plain frame is handed out in 20 µs, a GeoDataFrame in 140
        with pa.memory_map(str(path)) as mapped:
            return _frame(dataset, pa.ipc.open_file(mapped).read_all())
    except (OSError, pa.ArrowException) as error:
        raise BrokenFrame(f"{path}: {error}") from error


def _write_arrow(dataset: Dataset, table: Table, path: Path) -> None:
    import pyarrow as pa
    columns = {field.name: _column(field, table.columns[field.name]) for field in dataset.fields}
    arrow = pa.table(columns).combine_chunks()
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, arrow.schema) as writer:
        writer.write_table(arrow, max_chunksize=max(arrow.num_rows, 1))


def _write_geo(dataset: Dataset, table: Table, path: Path) -> None:
    import geopandas
    import pyarrow as pa
    from shapely.geometry import shape
    arrow = pa.table({field.name: _column(field, table.columns[field.name]) for field in dataset.fields})
    frame = geopandas.GeoDataFrame(_frame(dataset, arrow), geometry=[shape(g) for g in table.geometry], crs="EPSG:4326")
    frame.to_parquet(path, compression=None, index=False)


def _column(field: Field, cells: list[Any]) -> "pa.Array":
    """Cells of a checked column, typed; an empty one is null, in columns of numbers with a point NaN."""
    import pyarrow as pa
    if field.type == "string":
        return pa.array([cell or None for cell in cells], pa.large_string())
    if field.type == "integer":
        return pa.array([None if cell in ("", None) else int(cell) for cell in cells], pa.int64())
    if field.type == "number":
        return pa.array([float("nan") if cell in ("", None) else float(cell) for cell in cells], pa.float64())
    return pa.array([None if cell in ("", None) else cell in ("true", True) for cell in cells], pa.bool_())


def _frame(dataset: Dataset, arrow: "pa.Table") -> "pd.DataFrame":
    """Typed columns: str (missing = NaN), int64 or Int64 where a cell may be empty, float64, bool or boolean."""
    import pandas as pd
    return pd.DataFrame({field.name: _series(field, arrow.column(field.name)) for field in dataset.fields}, copy=False)


def _series(field: Field, column: "pa.ChunkedArray") -> Any:
    import pandas as pd
    if field.type == "string":
        return pd.StringDtype(na_value=float("nan")).__from_arrow__(column)
    if field.type == "number" or (field.required and column.num_chunks == 1 and field.type == "integer"):
        return column.chunk(0).to_numpy(zero_copy_only=True) if column.num_chunks == 1 else column.to_numpy()
    if field.type == "integer":
        return pd.Int64Dtype().__from_arrow__(column)
    return column.to_numpy() if field.required else pd.BooleanDtype().__from_arrow__(column)
