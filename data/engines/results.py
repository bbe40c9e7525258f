"""Results of different engines in the same types: the expression's own, times without a zone."""

import ibis
import pyarrow as pa
import pyarrow.compute as pc


def as_declared(found: pa.Table, expression: ibis.Table) -> pa.Table:
    """``found`` with the column types ``expression`` says it has. An engine may count in unsigned numbers or give UTC times."""
    columns = {}
    for field in expression.schema().to_pyarrow():
        column = found.column(field.name)
        if pa.types.is_timestamp(field.type):
            if pa.types.is_integer(column.type):        # ClickHouse gives the start of a month in seconds
                column = pc.cast(pc.cast(column, pa.int64()), pa.timestamp("s"))
            columns[field.name] = pc.cast(column, pa.timestamp("us"))
        else:
            columns[field.name] = pc.cast(column, field.type)
    return pa.table(columns)
