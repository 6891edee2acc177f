"""Tables of any size, read batch by batch and written beside their name until they are whole.

Parquet and GeoParquet, CSV (UTF-8 with or without a byte-order mark, GBK; comma, tab or semicolon) and GeoPackage.
Every format reads and writes Arrow record batches, so that columns keep their types.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Protocol

from zoneatlas.plan.records import PlanError, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = [
    "SUFFIXES",
    "Source",
    "Writer",
    "format_of",
    "need_pyarrow",
    "open_file",
    "open_source",
    "open_writer",
    "remote_file",
    "unreadable",
    "unwritable",
]

#: Which format a file has, by the end of its name.
SUFFIXES = {
    ".parquet": "parquet",
    ".geoparquet": "parquet",
    ".pq": "parquet",
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".gpkg": "gpkg",
}


@dataclass(frozen=True)
class Source:
    """A table to be read.

    ``schema`` is its Arrow schema, ``rows`` how many rows it has (about, in CSV), ``geometry`` the
    column of positions where the format declares one, ``crs`` anything PROJ takes (None for WGS 84), ``batches`` yields
    record batches of about as many rows as it is asked for. ``layout`` is what a writer needs to write alike.
    """

    format: str
    schema: Any
    rows: int | None
    geometry: str | None
    crs: Any
    batches: Callable[[int], Iterator[Any]]
    remarks: tuple[Text, ...] = ()
    layout: dict[str, Any] = field(default_factory=dict)


class Writer(Protocol):
    """Where record batches go; the schema is that of the first."""

    def write(self, batch: Any) -> None:  # noqa: ANN401  (an arrow record batch)
        """Write some rows."""

    def close(self) -> None:
        """Write what is left."""


def need_pyarrow() -> None:
    """Make sure that pyarrow is there.

    Raises
    ------
    PlanError
        If it is not installed; the message says how to install it.
    """
    try:
        import pyarrow as pa  # noqa: F401  (only whether it is there)
    except ImportError:
        raise PlanError.about(
            "This command needs pyarrow, which is not installed; run: pip install 'zoneatlas[cluster]'",
            "此命令需要 pyarrow，尚未安装；请运行：pip install 'zoneatlas[cluster]'",
        ) from None


def format_of(path: str) -> str:
    """Return which format a file has, by its name.

    Raises
    ------
    PlanError
        If the name ends in nothing known.
    """
    suffix = PurePosixPath(path).suffix.lower()
    if suffix not in SUFFIXES:
        known = ", ".join(SUFFIXES)
        raise PlanError.about(
            f"{path}: cannot tell the format from the name; it should end in one of {known}.",
            f"{path}：无法从文件名判断格式；应以 {known} 之一结尾。",
            file=path,
        )
    return SUFFIXES[suffix]


def open_source(path: str, *, one_core: bool = False, layer: str | None = None) -> Source:
    """Open a table; see `Source`. On `one_core`, columns are read one after another; `layer` is of a GeoPackage.

    Raises
    ------
    PlanError
        If it is not there or cannot be read, or there is no such layer.
    """
    from zoneatlas.answers import tables_io_csv, tables_io_gpkg, tables_io_parquet

    form = format_of(path)
    if layer is not None and form != "gpkg":
        raise PlanError.about(
            f"{path}: only a GeoPackage has layers; leave out --layer.",
            f"{path}：只有 GeoPackage 有图层；请去掉 --layer。",
            file=path,
        )
    if "://" in path and form == "gpkg":
        raise PlanError.about(
            f"{path}: a GeoPackage is read from a local disk only; use Parquet or CSV there.",
            f"{path}：GeoPackage 只能从本机磁盘读取；此处请用 Parquet 或 CSV。",
            file=path,
        )
    if "://" not in path and not Path(path).is_file():
        raise PlanError.about(f"{path}: there is no such file.", f"{path}：没有这个文件。", file=path)
    openers: dict[str, Callable[[str], Source]] = {
        "parquet": lambda path: tables_io_parquet.open_parquet(path, one_core=one_core),
        "csv": tables_io_csv.open_csv,
        "gpkg": lambda path: tables_io_gpkg.open_gpkg(path, layer),
    }
    try:
        return openers[form](path)
    except (OSError, ValueError, RuntimeError, KeyError, ImportError) as error:  # Arrow's own errors are some of these
        raise unreadable(path, error) from error


def unreadable(path: str, error: Exception) -> PlanError:
    """Return a library's complaint about a file as an error of ours."""
    first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return PlanError.about(f"{path}: cannot be read ({first}).", f"{path}：无法读取（{first}）。", file=path)


def open_writer(path: str, form: str, source: Source, schema: Any) -> Writer:  # noqa: ANN401  (an arrow schema)
    """Open a file for writing, laid out like its source where the formats agree.

    Parameters
    ----------
    path
        The file; not the final name.
    form
        The format.
    source
        What the rows come from.
    schema
        The columns as a reader of the file shall see them.
    """
    from zoneatlas.answers import tables_io_csv, tables_io_gpkg, tables_io_parquet

    writers: dict[str, Callable[[str, Source, Any], Writer]] = {
        "parquet": tables_io_parquet.ParquetOut,
        "csv": tables_io_csv.CsvOut,
        "gpkg": tables_io_gpkg.GpkgOut,
    }
    return writers[form](path, source, schema)


def open_file(path: str, mode: str) -> Any:  # noqa: ANN401  (any file object)
    """Open a local file, or with ``scheme://`` one that fsspec knows."""
    if "://" not in path:
        return Path(path).open(mode)
    system, name = remote_file(path)
    return system.open(name, mode)


def remote_file(path: str) -> tuple[Any, str]:
    """Return the file system that fsspec has for a ``scheme://`` path, and what the path is called there.

    Raises
    ------
    ValueError, ImportError
        If fsspec does not know the scheme, or its driver is not installed.
    """
    import fsspec  # type: ignore[import-untyped]

    found: tuple[Any, str] = fsspec.core.url_to_fs(path)
    return found


def unwritable(path: str, error: Exception) -> PlanError:
    """Return a refused write as an error of ours."""
    said = getattr(error, "strerror", None) or str(error)
    return PlanError.about(f"{path}: cannot be written ({said}).", f"{path}：无法写入（{said}）。", file=path)
