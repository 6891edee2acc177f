"""CSV as people have it: UTF-8 with or without a byte-order mark, or GBK; comma, tab or semicolon.

Every value stays the text it was. What is written has the encoding, the mark and the delimiter of what was read.
"""

from __future__ import annotations

import codecs
import csv
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zoneatlas.plan.records import PlanError, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.answers.tables_io import Source

__all__ = ["CsvOut", "open_csv"]

_LOOK_BYTES = 1 << 20
_DELIMITERS = {",": ("逗号", "comma"), "\t": ("制表符", "tab"), ";": ("分号", "semicolon")}
_BYTES_A_ROW = 120
_BLOCK_BYTES = (1 << 20, 1 << 27)


def open_csv(path: str) -> Source:
    """Open a CSV file; see `zoneatlas.answers.tables_io.Source`. All columns are text.

    Raises
    ------
    PlanError
        If it is in no encoding known, has no header, or two columns of the same name; while reading, if a row has more
        or fewer values than the header.
    """
    import pyarrow as pa

    from zoneatlas.answers.tables_io import Source, open_file

    with open_file(path, "rb") as stream:
        start = stream.read(_LOOK_BYTES)
        size = stream.seek(0, os.SEEK_END)
    encoding, mark = _encoding(start, path)
    header = start[len(codecs.BOM_UTF8) :] if mark else start
    first = header.split(b"\n", 1)[0].rstrip(b"\r").decode(encoding, errors="replace")
    delimiter = max(_DELIMITERS, key=first.count)
    names = next(csv.reader([first], delimiter=delimiter), [])
    _need_header(names, path)
    schema = pa.schema([(name, pa.string()) for name in names])
    zh, en = _DELIMITERS[delimiter]
    shown = {"utf-8": "UTF-8", "gb18030": "GBK"}[encoding]
    remark = Text(f"{path}：CSV，{shown}，{zh}分隔", f"{path}: CSV, {shown}, {en} separated")

    def batches(size: int) -> Iterator[Any]:
        yield from _batches(path, schema, encoding, delimiter, size)

    layout = {"encoding": encoding, "mark": mark, "delimiter": delimiter}
    lines = max(start.count(b"\n"), 1)
    rows = max(round(size / max(len(start), 1) * lines) - 1, 0)
    return Source("csv", schema, rows, None, None, batches, (remark,), layout)


def _encoding(start: bytes, path: str) -> tuple[str, bool]:
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8", True
    for encoding in ("utf-8", "gb18030"):
        try:
            codecs.getincrementaldecoder(encoding)().decode(start)
        except UnicodeDecodeError:
            continue
        if "\0" not in start.decode(encoding, errors="ignore"):
            return encoding, False
    raise PlanError.about(
        f"{path}: the text is neither UTF-8 nor GBK; save it as UTF-8.",
        f"{path}：文字既不是 UTF-8 也不是 GBK；请另存为 UTF-8。",
        file=path,
    )


def _need_header(names: list[str], path: str) -> None:
    if not any(name.strip() for name in names):
        raise PlanError.about(f"{path}: the first line holds no column names.", f"{path}：首行没有列名。", file=path)
    twice = next((name for number, name in enumerate(names) if name in names[:number]), None)
    if twice is not None:
        raise PlanError.about(
            f"{path}: two columns are named '{twice}'; rename one.", f"{path}：有两列都叫“{twice}”；请改名。", file=path
        )


def _batches(path: str, schema: Any, encoding: str, delimiter: str, size: int) -> Iterator[Any]:  # noqa: ANN401
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    from zoneatlas.answers.tables_io import open_file

    uneven: list[tuple[int | None, int, int]] = []

    def refuse(row: Any) -> str:  # noqa: ANN401  (an arrow InvalidRow)
        uneven.append((row.number, row.expected_columns, row.actual_columns))
        return "error"

    block = min(max(size * _BYTES_A_ROW, _BLOCK_BYTES[0]), _BLOCK_BYTES[1])
    with open_file(path, "rb") as stream:
        try:
            reader = arrow_csv.open_csv(
                stream,
                arrow_csv.ReadOptions(
                    encoding="utf8" if encoding == "utf-8" else encoding,
                    block_size=block,
                    column_names=schema.names,
                    skip_rows=1,
                    use_threads=False,
                ),
                arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True, invalid_row_handler=refuse),
                arrow_csv.ConvertOptions(column_types=schema, strings_can_be_null=True, null_values=[""]),
            )
            for batch in reader:
                for start in range(0, len(batch), size):
                    yield batch.slice(start, size)
        except pa.ArrowInvalid as error:
            if not uneven and "Empty CSV" in str(error):  # a header and nothing else
                return
            if uneven:
                raise _uneven(path, uneven[0]) from error
            raise


def _uneven(path: str, row: tuple[int | None, int, int]) -> PlanError:
    number, expected, actual = row
    where = f"{path}:{number}" if number is not None else path
    return PlanError.about(
        f"{where}: the row has {actual} values, the header {expected}; quote values that hold the delimiter.",
        f"{where}：该行有 {actual} 个值，表头有 {expected} 个；含分隔符的值请加引号。",
        file=path,
    )


class CsvOut:
    """Writes record batches as CSV; what is no text becomes text, geometry becomes WKT."""

    def __init__(self, path: str, source: Source, schema: Any) -> None:  # noqa: ANN401  (an arrow schema)
        from zoneatlas.answers.tables_io import open_file

        tab = "\t" if Path(path).suffix.lower() == ".tsv" else ","
        self._delimiter = source.layout.get("delimiter", tab)
        self._encoding = source.layout.get("encoding", "utf-8")
        self._geometry = source.geometry
        self._file = open_file(path, "wb")
        if source.layout.get("mark", source.format != "csv"):  # a spreadsheet takes text without the mark for GBK
            self._file.write(codecs.BOM_UTF8)
        self._put(_line(schema.names, self._delimiter).encode())

    def write(self, batch: Any) -> None:  # noqa: ANN401  (an arrow record batch)
        """Write some rows."""
        import pyarrow as pa
        import pyarrow.compute as pc

        columns = [
            _quoted(self._text(name, column), self._delimiter)
            for name, column in zip(batch.schema.names, batch.columns, strict=True)
        ]
        delimiter = pa.scalar(self._delimiter, pa.large_string())
        lines = pc.binary_join_element_wise(*columns, delimiter, null_handling="replace", null_replacement="")
        whole = pa.LargeListArray.from_arrays(pa.array([0, len(lines)], pa.int64()), lines)
        if len(lines):
            self._put(pc.binary_join(whole, pa.scalar("\n", pa.large_string()))[0].as_buffer().to_pybytes() + b"\n")

    def _put(self, text: bytes) -> None:
        self._file.write(text if self._encoding == "utf-8" else text.decode("utf-8").encode(self._encoding))

    def _text(self, name: str, column: Any) -> Any:  # noqa: ANN401  (arrow arrays)
        import pyarrow as pa

        if pa.types.is_dictionary(column.type):
            column = column.dictionary_decode()
        if name == self._geometry and pa.types.is_binary(column.type):
            import shapely

            shapes = shapely.from_wkb(column.to_numpy(zero_copy_only=False), on_invalid="ignore")
            return pa.array(shapely.to_wkt(shapes, rounding_precision=-1), pa.string())
        if pa.types.is_nested(column.type):
            return pa.array([None if value is None else _json(value) for value in column.to_pylist()], pa.string())
        if pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
            return pa.array([None if value is None else value.hex() for value in column.to_pylist()], pa.string())
        return column

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _quoted(column: Any, delimiter: str) -> Any:  # noqa: ANN401  (arrow arrays)
    """Quote the values that need it."""
    import pyarrow as pa
    import pyarrow.compute as pc

    column = column.cast(pa.large_string())
    special = pc.match_substring_regex(column, f'[\r\n"{delimiter}]')
    if not pc.any(special).as_py():
        return column
    doubled = pc.replace_substring(column, '"', '""')
    mark, nothing = pa.scalar('"', pa.large_string()), pa.scalar("", pa.large_string())
    return pc.if_else(special, pc.binary_join_element_wise(mark, doubled, mark, nothing), column)


def _line(values: list[str], delimiter: str) -> str:
    quoted = [
        '"' + value.replace('"', '""') + '"' if any(sign in value for sign in (delimiter, '"', "\n", "\r")) else value
        for value in values
    ]
    return delimiter.join(quoted) + "\n"


def _json(value: Any) -> str:  # noqa: ANN401  (whatever a nested column holds)
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ";".join(value)
    return json.dumps(value, ensure_ascii=False, default=str)
