"""Parquet and GeoParquet, row group by row group."""

from __future__ import annotations

import base64
import contextlib
import json
from typing import TYPE_CHECKING, Any

from zoneatlas.plan.records import PlanError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.answers.tables_io import Source

__all__ = ["ParquetOut", "open_parquet"]

_WGS84 = ("OGC:CRS84", "EPSG:4326")
#: Column encodings of GeoParquet from which points are read.
_POINTS = ("WKB", "point")


def open_parquet(path: str, *, one_core: bool = False) -> Source:
    """Open a Parquet or GeoParquet file; see `zoneatlas.answers.tables_io.Source`.

    Raises
    ------
    PlanError
        If the geometry column is encoded in a way that holds no points.
    """
    import pyarrow.parquet as pq

    from zoneatlas.answers.tables_io import Source, open_file

    with open_file(path, "rb") as stream, pq.ParquetFile(stream) as file:
        schema, rows = file.schema_arrow, file.metadata.num_rows
    geometry, crs = _geometry(schema, path)

    def batches(size: int) -> Iterator[Any]:
        with open_file(path, "rb") as stream, pq.ParquetFile(stream, pre_buffer=False) as file:
            yield from file.iter_batches(batch_size=size, use_threads=not one_core)

    return Source("parquet", schema, rows, geometry, crs, batches)


def _geometry(schema: Any, path: str) -> tuple[str | None, Any]:  # noqa: ANN401  (an arrow schema)
    """Return the column of positions and its CRS, as GeoParquet's metadata states them."""
    try:
        said = json.loads((schema.metadata or {}).get(b"geo", b"{}"))
        name = said.get("primary_column")
        column = said.get("columns", {}).get(name, {})
    except (ValueError, AttributeError):
        return None, None
    if name is None or name not in schema.names:
        return None, None
    if column.get("encoding", "WKB") not in _POINTS:
        raise PlanError.about(
            f"{path}: the column {name} holds {column['encoding']}, not points.",
            f"{path}：列 {name} 是 {column['encoding']}，不是点。",
            file=path,
        )
    return name, None if _is_wgs84(column.get("crs")) else column["crs"]


def _is_wgs84(crs: Any) -> bool:  # noqa: ANN401  (PROJJSON)
    """Tell whether a CRS is WGS 84 longitude and latitude, which GeoParquet means when it says nothing."""
    if not isinstance(crs, dict):
        return crs is None
    named = crs.get("id") or {}
    return f"{named.get('authority')}:{named.get('code')}" in _WGS84


class ParquetOut:
    """Writes record batches as row groups.

    Repeated words are handed over as dictionaries, which is many times faster; the schema stored for readers of Arrow
    has them as plain text all the same.
    """

    def __init__(self, path: str, source: Source, schema: Any) -> None:  # noqa: ANN401  (an arrow schema)
        from zoneatlas.answers.tables_io import open_file

        self._schema = schema.with_metadata(_metadata(source, schema))
        self._file = open_file(path, "wb")
        self._writer: Any = None

    def write(self, batch: Any) -> None:  # noqa: ANN401  (an arrow record batch)
        """Write some rows."""
        import pyarrow as pa

        table = pa.Table.from_batches([batch])
        if self._writer is None:
            self._begin(table.schema)
        self._writer.write_table(table.replace_schema_metadata(self._schema.metadata))

    def _begin(self, schema: Any) -> None:  # noqa: ANN401  (an arrow schema)
        import pyarrow.parquet as pq

        self._writer = pq.ParquetWriter(
            self._file, schema.with_metadata(self._schema.metadata), store_schema=False, compression="snappy"
        )

    def close(self) -> None:
        """Write the footer."""
        if self._writer is None:
            self._begin(self._schema)
        stored = base64.b64encode(self._schema.serialize().to_pybytes()).decode("ascii")
        said = {"ARROW:schema": stored}
        said |= {key.decode(): value.decode() for key, value in (self._schema.metadata or {}).items()}
        self._writer.add_key_value_metadata(said)
        with contextlib.ExitStack() as stack:
            stack.callback(self._file.close)
            self._writer.close()


def _metadata(source: Source, schema: Any) -> dict[bytes, bytes] | None:  # noqa: ANN401  (an arrow schema)
    """Return the source's own metadata; where it is no Parquet but has geometry, what GeoParquet asks for."""
    if source.format == "parquet":
        kept = {key: value for key, value in (source.schema.metadata or {}).items() if key != b"pandas"}
        return kept or None
    if source.geometry is None or source.geometry not in schema.names:
        return None
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": []}
    if source.layout.get("projjson"):
        column["crs"] = source.layout["projjson"]
    said = {"version": "1.1.0", "primary_column": source.geometry, "columns": {source.geometry: column}}
    return {b"geo": json.dumps(said).encode()}
