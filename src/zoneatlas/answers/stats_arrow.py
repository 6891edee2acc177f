"""The rows of a table through pyarrow: Parquet, GeoParquet, GeoPackage, CSV yet to be assigned, folders of Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from zoneatlas.answers.stats_rows import ASSIGNED, BATCH_ROWS, Batch, Coded, Figures, Table, figures_of
from zoneatlas.plan.records import PlanError, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from zoneatlas.answers.stats_rows import PointOptions
    from zoneatlas.answers.tables_io import Source
    from zoneatlas.plan.load import Plan

    #: Adds to a batch the columns of zones by name.
    Adding = Callable[[Any], Mapping[str, Any]]

__all__ = ["open_arrow"]

_SEPARATOR = ";"


def open_arrow(plan: Plan, path: str, options: PointOptions) -> Table:
    """Open a table; see `zoneatlas.answers.stats_rows.open_table`.

    Raises
    ------
    PlanError
        If it cannot be read, holds neither zones nor coordinates, or the files of a folder differ in their columns.
    """
    from zoneatlas.answers.tables_io import open_source

    paths = _paths(path, options.layer)
    sources = [(one, open_source(one, layer=options.layer)) for one in paths]
    names = tuple(sources[0][1].schema.names)
    odd = next((one for one, source in sources if tuple(source.schema.names) != names), None)
    if odd is not None:
        raise PlanError.about(f"{odd}: its columns are not those of {paths[0]}.", f"{odd}：列与 {paths[0]} 不同。")
    remarks = tuple(dict.fromkeys(remark for _, source in sources for remark in source.remarks))
    assigned = set(ASSIGNED) <= set(names)
    adding: dict[str, Adding] = {}
    if not assigned:
        added, readings = _assigning(plan, sources, options)
        names = (*(name for name in names if name not in added), *added)
        adding = {one: reading[0] for one, reading in readings.items()}
        said = Text("表中没有功能区列，边读边归入功能区", "the table has no zones yet; each point is assigned first")
        remarks = (*remarks, *(reading[1] for reading in readings.values()), said)

    def batches(words: Sequence[str], figures: Sequence[str]) -> Iterator[Batch]:
        for one, source in sources:
            yield from _batches(one, source, adding.get(one), words, figures)

    counts = [source.rows for _, source in sources]
    rows = None if None in counts else sum(count or 0 for count in counts)
    return Table(path, names, assigned, batches, remarks, rows)


def _paths(path: str, layer: str | None) -> list[str]:
    """Return the file itself, or the Parquet files of a folder."""
    from zoneatlas.answers.assign_folders import pairs_of

    if "://" in path or Path(path).is_dir():
        return [source for source, _ in pairs_of(path, path, layer)]
    return [path]


def _assigning(
    plan: Plan, sources: Sequence[tuple[str, Source]], options: PointOptions
) -> tuple[tuple[str, ...], dict[str, tuple[Adding, Text]]]:
    """Return the columns that assigning adds, and for each file what adds them and how its positions are read."""
    from zoneatlas.answers.assign import Assigner
    from zoneatlas.answers.assign_columns import AnswerColumns, added_columns
    from zoneatlas.answers.assign_files import AssignOptions, Reading
    from zoneatlas.answers.assign_points import tied_m

    asked = AssignOptions(lon=options.lon, lat=options.lat, datum=options.datum, threads=options.threads)
    readings = [(path, Reading(source, asked, path)) for path, source in sources]
    assigner = Assigner(plan, position_accuracy_m=tied_m(options.datum), ranges=True)
    columns = AnswerColumns(assigner, nested=False)
    names = added_columns(assigner)

    def adder(reading: Reading) -> Adding:
        def add(batch: Any) -> Mapping[str, Any]:  # noqa: ANN401  (an arrow record batch)
            lon, lat, reasons = reading.points(batch)
            found = assigner.assign(lon, lat, threads=options.threads)
            return dict(zip(names, columns.arrays(found.codes, reasons), strict=True))

        return add

    return names, {path: (adder(reading), reading.remark) for path, reading in readings}


def _batches(
    path: str, source: Source, add: Adding | None, words: Sequence[str], figures: Sequence[str]
) -> Iterator[Batch]:
    from zoneatlas.answers.tables_io import unreadable

    try:
        for batch in source.batches(BATCH_ROWS):
            more = add(batch) if add is not None else {}
            yield Batch(
                len(batch),
                {name: _coded(more[name] if name in more else batch.column(name)) for name in words},
                {name: _figures(batch.column(name)) for name in figures},
            )
    except (OSError, ValueError, RuntimeError) as error:  # Arrow's and GDAL's own errors are some of these
        raise unreadable(path, error) from error


def _coded(column: Any) -> Coded:  # noqa: ANN401  (an arrow array)
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
        column = pc.binary_join(column.cast(pa.list_(pa.string())), _SEPARATOR)
    encoded = column.cast(pa.string()).dictionary_encode()
    index = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    found = Coded(index, encoded.dictionary.to_pylist())
    return found.renamed(lambda word: word or None) if "" in found.words else found


def _figures(column: Any) -> Figures:  # noqa: ANN401  (an arrow array)
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_decimal(kind):
        values = column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False).astype(np.float64)
        faulty = np.isinf(values)  # what is not a number in a column of numbers stands for nothing
        return Figures(np.where(np.isfinite(values), values, np.nan), int(faulty.sum()))
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_null(kind):
        return figures_of(_coded(column))
    return Figures(np.full(len(column), np.nan), len(column) - column.null_count)
