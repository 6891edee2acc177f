"""Tables of points, read so that nothing is lost and written back with more columns: CSV, GeoJSON, Parquet.

A row that cannot be read as it stands is kept as a row with a problem. Written files are replaced in one step.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import math
import os
import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zoneatlas.plan import faults
from zoneatlas.plan.canonical import write_atomically
from zoneatlas.plan.decoding import decode_text
from zoneatlas.plan.geojson import read_features
from zoneatlas.plan.records import PlanError, Problem, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["KINDS", "Row", "Table", "kind_of", "read_table", "write_table"]

#: Which kind of table a file is, by the end of its name.
KINDS = {".csv": "csv", ".geojson": "geojson", ".json": "geojson", ".parquet": "parquet", ".geoparquet": "parquet"}
_WKB_POINT = 1
_EWKB_SRID = 0x20000000
_WKB_LEAST = 21


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its values by column, the line it starts at, its position where the format carries one.

    ``position`` is longitude and latitude, unchecked; ``fault`` what is wrong with the row as such; ``raw`` the feature
    it came from.
    """

    values: Mapping[str, Any]
    line: int
    position: tuple[float, float] | None = None
    fault: Text | None = None
    raw: Any = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A table read: ``columns`` in order, ``rows``, and the remarks the reader should see."""

    kind: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    remarks: tuple[Text, ...] = ()
    members: Mapping[str, Any] = field(default_factory=dict, repr=False)
    frame: Any = field(default=None, repr=False)
    delimiter: str = ","


def kind_of(path: Path) -> str:
    """Return which kind of table a file is.

    Raises
    ------
    PlanError
        If the end of its name says none of them.
    """
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise PlanError.about(
            "The file must end in .csv, .geojson or .parquet.",
            "文件名应以 .csv、.geojson 或 .parquet 结尾。",
            file=str(path),
        )
    return kind


def read_table(path: Path) -> Table:
    """Read a table of points.

    Raises
    ------
    PlanError
        If nothing of it can be read.
    """
    kind = kind_of(path)
    if kind == "parquet":
        return _read_parquet(path)
    return _read_geojson(path) if kind == "geojson" else _read_csv(path)


def write_table(path: Path, table: Table, added: Mapping[str, Sequence[Any]]) -> None:
    """Write a table with more columns, in the kind it was read in.

    Parameters
    ----------
    path
        The file; replaced in one step.
    table
        As read.
    added
        The new columns, a value a row; lists are joined with ``;`` in CSV.

    Raises
    ------
    PlanError
        If the file cannot be written; nothing is changed then.
    """
    if table.kind == "parquet":
        _write_parquet(path, table, added)
    elif table.kind == "geojson":
        write_atomically(path, _geojson_text(table, added))
    else:
        write_atomically(path, _csv_text(table, added))


# CSV


def _read_csv(path: Path) -> Table:
    text, remarks = _csv_source(path)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    records = list(_records(text, delimiter))
    if not records:
        raise PlanError(faults.problem("empty-file", str(path), severity="error"))
    width = max((len(cells) for _, cells, _ in records), default=0)
    names = _names([name.strip() for name in records[0][1]], width)
    header = len(records[0][1])
    rows = []
    for line, cells, broken in records[1:]:
        fault = broken
        if fault is None and len(cells) > header:
            fault = Text(
                f"这一行有 {len(cells)} 格，表头只有 {header} 格；含分隔符的值须加双引号。",
                f"The row has {len(cells)} cells and the header {header}; quote a value that holds a separator.",
            )
        values = dict(zip(names, [*cells, *[""] * (width - len(cells))], strict=True))
        rows.append(Row(values, line, fault=fault))
    return Table("csv", names, tuple(rows), remarks, delimiter=delimiter)


def _csv_source(path: Path) -> tuple[str, tuple[Text, ...]]:
    data = _bytes(path)
    text, problems = decode_text(data, str(path))
    if text is not None:
        return text, ()
    if problems[-1].code == "gbk":
        remark = Text(
            "文件是 GBK/GB18030 编码，已照此读取；结果存为 UTF-8。",
            "The file is in GBK/GB18030 and was read as such; the result is UTF-8.",
        )
        return data.decode("gb18030"), (remark,)
    raise PlanError(problems[-1])


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise PlanError(faults.problem("not-found", str(path), severity="error")) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise PlanError(faults.problem("not-readable", str(path), detail=reason, severity="error")) from None


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str], Text | None]]:
    """Yield (line, cells, fault); from a record that is no CSV on, every line is taken for itself."""
    lines = io.StringIO(text, newline="").readlines()
    reader = csv.reader(iter(lines), delimiter=delimiter, strict=True)
    start = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            break
        if cells:
            yield start + 1, cells, None
        start = reader.line_num
    for index in range(start, len(lines)):
        line = lines[index].rstrip("\r\n")
        try:
            cells = next(csv.reader([line], delimiter=delimiter, strict=True), [])
        except csv.Error as error:
            fault = Text(
                f"这一行不合 CSV 格式（{error}）；请查引号。", f"The line is no CSV ({error}); look at the quotes."
            )
            yield index + 1, [line], fault
        else:
            if cells:
                yield index + 1, cells, None


def _names(header: list[str], width: int) -> tuple[str, ...]:
    """Return a name for every column, no name twice."""
    names: list[str] = []
    for index in range(width):
        name = header[index] if index < len(header) and header[index] else f"column_{index + 1}"
        names.append(unused(name, names))
    return tuple(names)


def unused(name: str, taken: Sequence[str]) -> str:
    """Return a name that is not taken: itself, or with a number behind."""
    number, wanted = 2, name
    while wanted in taken:
        wanted, number = f"{name}_{number}", number + 1
    return wanted


def _csv_text(table: Table, added: Mapping[str, Sequence[Any]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=table.delimiter, lineterminator="\n")
    writer.writerow([*table.columns, *added])
    for index, row in enumerate(table.rows):
        cells = [_cell(values[index]) for values in added.values()]
        writer.writerow([*(row.values[name] for name in table.columns), *cells])
    return stream.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    return ";".join(map(str, value)) if isinstance(value, list) else str(value)


# GeoJSON


def _read_geojson(path: Path) -> Table:
    read = read_features(path, str(path))
    errors = [problem for problem in read.problems if problem.severity == "error"]
    if errors:
        raise PlanError(errors[0], more=tuple(errors[1:]))
    rows = [_feature_row(record.value, record.line) for record in read.features]
    columns = dict.fromkeys(name for row in rows for name in row.values)
    members = read.members if read.root == "FeatureCollection" else {}
    return Table("geojson", tuple(columns), tuple(rows), members=members)


def _feature_row(value: Any, line: int) -> Row:  # noqa: ANN401  (whatever the file holds)
    feature = value if isinstance(value, dict) else {}
    properties, geometry = feature.get("properties"), feature.get("geometry")
    values = properties if isinstance(properties, dict) else {}
    if not isinstance(value, dict):
        fault = Text("这不是要素对象。", "This is no feature object.")
        return Row(values, line, fault=fault, raw=value)
    if geometry is None:
        return Row(values, line, raw=value)
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    found = geometry.get("coordinates") if kind == "Point" else None
    if kind == "MultiPoint" and isinstance(geometry["coordinates"], list) and len(geometry["coordinates"]) == 1:
        found = geometry["coordinates"][0]
    if isinstance(found, list) and len(found) > 1 and all(_is_number(number) for number in found[:2]):
        return Row(values, line, (float(found[0]), float(found[1])), raw=value)
    fault = Text("几何图形应为一个点（Point）。", "The geometry must be one Point.")
    return Row(values, line, fault=fault, raw=value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _geojson_text(table: Table, added: Mapping[str, Sequence[Any]]) -> str:
    features = []
    for index, row in enumerate(table.rows):
        raw = (
            row.raw
            if isinstance(row.raw, dict)
            else {"type": "Feature", "properties": {"raw": row.raw}, "geometry": None}
        )
        properties = raw.get("properties")
        own = properties if isinstance(properties, dict) else {} if properties is None else {"properties": properties}
        answered = {name: values[index] for name, values in added.items()}
        features.append(_dump({**raw, "properties": {**own, **answered}}))
    members = {key: value for key, value in table.members.items() if key not in ("type", "features")}
    head = "".join(f",{_dump(key)}:{_dump(value)}" for key, value in members.items())
    return '{"type":"FeatureCollection"' + head + ',"features":[\n' + ",\n".join(features) + "\n]}\n"


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# Parquet


def _read_parquet(path: Path) -> Table:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise PlanError.about(
            "Parquet needs pyarrow: pip install 'zoneatlas[cluster]', or give the points as CSV or GeoJSON.",
            "读写 Parquet 需要 pyarrow：请 pip install 'zoneatlas[cluster]'，或改用 CSV、GeoJSON。",
            file=str(path),
        ) from None
    _bytes_there(path)
    try:
        frame = parquet.ParquetFile(path).read()
    except (pa.ArrowException, OSError, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise PlanError(faults.problem("not-readable", str(path), detail=reason, severity="error")) from None
    columns = tuple(frame.column_names)
    listed = [column.to_pylist() for column in frame.columns]
    rows = []
    for index in range(frame.num_rows):
        values = {name: column[index] for name, column in zip(columns, listed, strict=True)}
        geometry = values.get("geometry")
        rows.append(Row(values, index + 1, _wkb_point(geometry) if isinstance(geometry, bytes) else None))
    return Table("parquet", columns, tuple(rows), frame=frame)


def _bytes_there(path: Path) -> None:
    if not path.is_file():
        raise PlanError(faults.problem("not-found", str(path), severity="error"))


def _wkb_point(data: bytes) -> tuple[float, float] | None:
    """Return the position of a point in well-known binary (OGC 06-103r4), None for anything else."""
    if len(data) < _WKB_LEAST:
        return None
    order = "<" if data[0] == 1 else ">"
    (kind,) = struct.unpack_from(f"{order}I", data, 1)
    start = 9 if kind & _EWKB_SRID else 5
    if (kind & 0xFFFF) % 1000 != _WKB_POINT or len(data) < start + 16:
        return None
    lon, lat = struct.unpack_from(f"{order}dd", data, start)
    return lon, lat


def _write_parquet(path: Path, table: Table, added: Mapping[str, Sequence[Any]]) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    frame = table.frame
    for name, values in added.items():
        frame = frame.append_column(name, pa.array(list(values), type=_arrow_type(name, values)))
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        parquet.write_table(frame, temporary)
        temporary.replace(target)
    except (OSError, pa.ArrowException) as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise PlanError(
            Problem(
                f"The file cannot be written ({error}); nothing was changed.",
                f"无法写入文件（{error}）；什么也没有改动。",
                str(path),
                severity="error",
            )
        ) from error


def _arrow_type(name: str, values: Sequence[Any]) -> Any:  # noqa: ANN401  (a type of pyarrow)
    import pyarrow as pa

    if name.startswith("nearest_m"):
        return pa.float64()
    return pa.list_(pa.string()) if any(isinstance(value, list) for value in values) else pa.string()
