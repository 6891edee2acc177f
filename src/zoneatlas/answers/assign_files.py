"""From a table of points to the same table with its zones: read, answered and written batch by batch."""

from __future__ import annotations

import contextlib
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from zoneatlas.answers.assign_columns import AnswerColumns, added_columns
from zoneatlas.answers.assign_points import (
    PROBLEMS,
    coordinate_columns,
    points_of_columns,
    points_of_geometry,
    to_wgs84,
)
from zoneatlas.answers.tables_io import format_of, open_source, open_writer, unreadable, unwritable
from zoneatlas.answers.tables_io_beside import Beside
from zoneatlas.plan.records import PlanError, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zoneatlas.answers.assign import Answer, Assigner
    from zoneatlas.answers.tables_io import Source, Writer

__all__ = ["AssignOptions", "Reading", "Summary", "assign_file"]

#: Rows read, answered and written at a time; a row group in Parquet.
BATCH_ROWS = 1 << 19


@dataclass(frozen=True, slots=True)
class AssignOptions:
    """How to read the points: columns (both or neither), datum, cores, rows at a time, layer of a GeoPackage.

    With ``one_core``, nothing is done at once: for workers of which each has one core.
    """

    lon: str | None = None
    lat: str | None = None
    datum: str = "wgs84"
    threads: int = 1
    batch_rows: int = BATCH_ROWS
    one_core: bool = False
    layer: str | None = None


@dataclass(frozen=True)
class Summary:
    """What was done: rows, how many lie in a zone, are uncertain, lie outside every district, have which problem.

    ``outside`` is None where the plan has no districts. ``remarks`` is what was understood of the table.
    """

    rows: int
    in_zones: int
    uncertain: int
    outside: int | None
    problems: dict[str, int]
    remarks: tuple[Text, ...] = field(default=(), repr=False)

    def plus(self, other: Summary) -> Summary:
        """Return two summaries as one."""
        outside = None if self.outside is None or other.outside is None else self.outside + other.outside
        problems = dict(sorted((Counter(self.problems) + Counter(other.problems)).items()))
        return Summary(
            self.rows + other.rows,
            self.in_zones + other.in_zones,
            self.uncertain + other.uncertain,
            outside,
            problems,
            tuple(dict.fromkeys((*self.remarks, *other.remarks))),
        )


def assign_file(
    assigner: Assigner,
    source: str,
    target: str,
    options: AssignOptions | None = None,
    told: Callable[[int, int | None], None] | None = None,
) -> Summary:
    """Add to each row of a table the zones, district, region and ring interval it lies in.

    Parameters
    ----------
    assigner
        The plan made ready.
    source, target
        Files, their formats told by the ends of their names. The target is written beside its name and renamed at the
        end; it may be the source.
    options
        How to read the points.
    told
        Called after every batch with the rows done and the rows there are (None when not known).

    Returns
    -------
    Summary
        What was done.

    Raises
    ------
    PlanError
        If the source cannot be read, no column holds coordinates, or the target cannot be written.
    """
    options = options or AssignOptions()
    opened = open_source(source, one_core=options.one_core, layer=options.layer)
    form = format_of(target)
    reading = Reading(opened, options, source)
    names = [name for name in opened.schema.names if name not in added_columns(assigner)]
    replaced = [name for name in opened.schema.names if name not in names]
    columns = AnswerColumns(assigner, nested=form == "parquet")
    tally = _Tally(assigner)
    with Beside(target) as part:
        try:
            _stream(_Run(reading, names, columns, tally, told, source), part, form)
        except OSError as error:
            raise unwritable(target, error) from error
    return tally.summary((*opened.remarks, reading.remark, *_replaced(replaced)))


@dataclass(frozen=True)
class _Run:
    reading: Reading
    names: list[str]
    columns: AnswerColumns
    tally: _Tally
    told: Callable[[int, int | None], None] | None
    path: str


def _stream(run: _Run, part: str, form: str) -> None:
    """Read, answer and write batch by batch."""
    import pyarrow as pa

    source, options = run.reading.source, run.reading.options
    kept = pa.schema([source.schema.field(name) for name in run.names])
    schema = pa.schema([*kept, *run.columns.schema()])
    writer = open_writer(part, form, source, schema)
    try:
        if options.one_core:
            for batch in _read(source.batches(options.batch_rows), run.path):
                writer.write(_answered(run, batch))
        else:
            _overlapped(run, writer)
    except BaseException:
        with contextlib.suppress(Exception):
            writer.close()
        raise
    writer.close()


def _overlapped(run: _Run, writer: Writer) -> None:
    """Read the next batch and write the last one while a batch is answered."""
    batches = _read(run.reading.source.batches(run.reading.options.batch_rows), run.path)
    with ThreadPoolExecutor(1) as reader, ThreadPoolExecutor(1) as scribe:
        coming = reader.submit(next, batches, None)
        written: Future[None] | None = None
        while (batch := coming.result()) is not None:
            coming = reader.submit(next, batches, None)
            answered = _answered(run, batch)
            if written is not None:
                written.result()
            written = scribe.submit(writer.write, answered)
        if written is not None:
            written.result()


def _read(batches: Iterator[Any], path: str) -> Iterator[Any]:
    """Yield batches; what a library says about the file becomes an error of ours."""
    while True:
        try:
            batch = next(batches, None)
        except (OSError, ValueError, RuntimeError) as error:  # Arrow's and GDAL's own errors are some of these
            raise unreadable(path, error) from error
        if batch is None:
            return
        yield batch


def _answered(run: _Run, batch: Any) -> Any:  # noqa: ANN401  (arrow record batches)
    import pyarrow as pa

    lon, lat, reasons = run.reading.points(batch)
    assigner = run.columns.assigner
    found = assigner.assign(lon, lat, threads=run.reading.options.threads)
    run.tally.add(found.codes, found.answers, reasons)
    if run.told is not None:
        run.told(run.tally.rows, run.reading.source.rows)
    arrays = [batch.column(name) for name in run.names] + run.columns.arrays(found.codes, reasons)
    return pa.RecordBatch.from_arrays(arrays, names=[*run.names, *added_columns(assigner)])


class Reading:
    """How the positions of a table are read."""

    def __init__(self, source: Source, options: AssignOptions, path: str) -> None:
        self.source = source
        self.options = options
        names = source.schema.names
        wanted = options.lon is not None or options.lat is not None
        self.columns = None
        if wanted or source.geometry is None:
            self.columns = coordinate_columns(names, options.lon, options.lat, path)
        if self.columns is None and source.geometry is None:
            shown = ", ".join(names)
            raise PlanError.about(
                f"{path}: no columns of coordinates were recognised; name them with --lon and --lat "
                f"(columns: {shown}).",
                f"{path}：认不出坐标列；请用 --lon 和 --lat 指明（列：{shown}）。",
                file=path,
            )
        self.crs = None if self.columns is not None else source.crs
        self.remark = self._remark(path)

    def _remark(self, path: str) -> Text:
        if self.columns is not None:
            lon, lat = self.columns
            en, zh = f"longitude from '{lon}', latitude from '{lat}'", f"经度取“{lon}”列，纬度取“{lat}”列"
        else:
            en, zh = f"positions from '{self.source.geometry}'", f"位置取“{self.source.geometry}”列"
        if self.crs is not None:
            return Text(f"{path}：{zh}，由其坐标系换算到 WGS 84", f"{path}: {en}, brought from its CRS to WGS 84")
        return Text(f"{path}：{zh}，基准 {self.options.datum}", f"{path}: {en}, datum {self.options.datum}")

    def points(self, batch: Any) -> tuple[Any, Any, Any]:  # noqa: ANN401  (a record batch; arrays)
        """Return longitudes, latitudes (WGS 84 degrees, NaN for none) and reasons."""
        if self.columns is not None:
            lon, lat, reasons = points_of_columns(batch.column(self.columns[0]), batch.column(self.columns[1]))
        else:
            lon, lat, reasons = points_of_geometry(batch.column(self.source.geometry), self.crs)
        if self.crs is None:
            lon, lat = to_wgs84(lon, lat, self.options.datum)
        return lon, lat, reasons


class _Tally:
    """Counts while the rows pass."""

    def __init__(self, assigner: Assigner) -> None:
        self.assigner = assigner
        self.rows = 0
        self._codes: Counter[int] = Counter()
        self._problems: Counter[int] = Counter()

    def add(self, codes: Any, answers: Any, reasons: Any) -> None:  # noqa: ANN401  (arrays)
        """Count a batch."""
        import numpy as np

        self.rows += len(codes)
        for counter, values, most in (
            (self._codes, codes, len(answers)),
            (self._problems, reasons, len(PROBLEMS)),
        ):
            counts = np.bincount(values.astype(np.int64) + 1, minlength=most + 1)[1:]
            counter.update({int(one): int(counts[one]) for one in np.flatnonzero(counts)})

    def summary(self, remarks: tuple[Text, ...]) -> Summary:
        """Return what was counted."""

        def rows(holds: Callable[[Answer], bool]) -> int:
            return sum(count for code, count in self._codes.items() if holds(self.assigner.answers[code]))

        return Summary(
            self.rows,
            rows(lambda answer: bool(answer.zones)),
            rows(lambda answer: bool(answer.uncertain)),
            rows(lambda answer: answer.district < 0) if self.assigner.districts else None,
            {PROBLEMS[number]: count for number, count in sorted(self._problems.items())},
            remarks,
        )


def _replaced(names: list[str]) -> tuple[Text, ...]:
    if not names:
        return ()
    shown = ", ".join(names)
    return (Text(f"原有的列 {shown} 已由新结果取代", f"the columns {shown} of the table are replaced"),)
