"""GeoPackage, through pyogrio's Arrow streams."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING, Any, NoReturn

from zoneatlas.plan.faults import printable
from zoneatlas.plan.records import PlanError, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.answers.tables_io import Source

__all__ = ["GpkgOut", "open_gpkg"]

_LAYER = "points"


def open_gpkg(path: str, named: str | None = None) -> Source:
    """Open a layer of a GeoPackage, the first of several where none is named; see `zoneatlas.answers.tables_io.Source`.

    Raises
    ------
    PlanError
        If it has no layer, or none of that name.
    """
    import pyogrio
    import pyogrio.raw

    from zoneatlas.answers.tables_io import Source

    layers = [str(name) for name, _ in pyogrio.list_layers(path)]
    if not layers:
        raise PlanError.about(f"{path}: has no layer.", f"{path}：没有图层。", file=path)
    if named is not None and named not in layers:
        shown = ", ".join(map(printable, layers))
        raise PlanError.about(
            f"{path}: there is no layer '{printable(named)}'; the layers are {shown}.",
            f"{path}：没有图层“{printable(named)}”；现有的图层：{shown}。",
            file=path,
        )
    layer = named or layers[0]
    info = pyogrio.read_info(path, layer=layer, force_feature_count=True)
    geometry = info["geometry_name"] or "geom" if info["geometry_type"] is not None else None
    with pyogrio.raw.open_arrow(path, layer=layer, use_pyarrow=True) as (meta, reader):
        schema, geometry = _named(reader.schema, geometry)
        crs = meta["crs"]

    def batches(size: int) -> Iterator[Any]:
        import pyarrow as pa

        with pyogrio.raw.open_arrow(path, layer=layer, use_pyarrow=True, batch_size=size) as (_, found):
            for batch in found:
                yield pa.RecordBatch.from_arrays(batch.columns, schema=schema)

    remarks: tuple[Text, ...] = ()
    if len(layers) > 1:
        rest = ", ".join(printable(one) for one in layers if one != layer)
        zh, en = f"{path}：取图层 {printable(layer)}", f"{path}: layer {printable(layer)} taken"
        more = ("；用 --layer 另选", "; choose with --layer") if named is None else ("", "")
        remarks = (Text(f"{zh}（另有 {rest}{more[0]}）", f"{en} (there are also {rest}{more[1]})"),)
    same = crs in (None, "EPSG:4326", "OGC:CRS84")
    layout = {"layer": layer, "crs": crs or "EPSG:4326", "projjson": None if same else _projjson(crs)}
    return Source("gpkg", schema, int(info["features"]), geometry, None if same else crs, batches, remarks, layout)


def _projjson(crs: str) -> Any:  # noqa: ANN401  (PROJJSON)
    from zoneatlas.space.grid_positions import projjson

    return projjson(crs)


def _named(schema: Any, geometry: str | None) -> tuple[Any, str | None]:  # noqa: ANN401  (arrow schemas)
    """Give the geometry column its own name: the stream calls an unnamed one ``wkb_geometry``."""
    import pyarrow as pa

    fields = []
    found = None
    for one in schema:
        if geometry is not None and one.name in (geometry, "wkb_geometry"):
            found = geometry
            fields.append(pa.field(geometry, one.type))
        else:
            fields.append(one.with_metadata(None))
    return pa.schema(fields), found


class GpkgOut:
    """Writes record batches into one layer; GDAL pulls them from a queue in a thread of its own.

    A GeoPackage has no lists: they are text, joined with ``;``.
    """

    def __init__(self, path: str, source: Source, schema: Any) -> None:  # noqa: ANN401  (an arrow schema)
        self._source = source
        self._path = path
        self._schema = schema.remove_metadata()
        self._queue: queue.Queue[Any] = queue.Queue(maxsize=2)
        self._failed: list[BaseException] = []
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        import pyarrow as pa
        import pyogrio.raw

        try:
            reader = pa.RecordBatchReader.from_batches(self._schema, iter(self._queue.get, None))
            pyogrio.raw.write_arrow(
                reader,
                self._path,
                layer=self._source.layout.get("layer", _LAYER),
                driver="GPKG",
                geometry_name=self._source.geometry,
                geometry_type="Unknown" if self._source.geometry else None,
                crs=self._source.layout.get("crs", "EPSG:4326") if self._source.geometry else None,
            )
        except BaseException as error:  # noqa: BLE001  (handed to the thread that writes)
            self._failed.append(error)

    def write(self, batch: Any) -> None:  # noqa: ANN401  (an arrow record batch)
        """Write some rows."""
        import pyarrow as pa

        columns = [
            column.dictionary_decode() if pa.types.is_dictionary(column.type) else column for column in batch.columns
        ]
        self._put(pa.RecordBatch.from_arrays(columns, schema=self._schema))

    def _put(self, item: Any) -> None:  # noqa: ANN401  (a record batch, or None for the end)
        while not self._failed:
            try:
                self._queue.put(item, timeout=1)
            except queue.Full:
                continue
            return
        self._fail()

    def close(self) -> None:
        """Wait until everything is written."""
        self._put(None)
        self._thread.join()
        if self._failed:
            self._fail()

    def _fail(self) -> NoReturn:
        error = self._failed[0]
        raise error if isinstance(error, OSError) else OSError(str(error)) from error
