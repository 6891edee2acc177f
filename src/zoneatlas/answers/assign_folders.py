"""A file, or every Parquet file of a folder, one after another."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from zoneatlas.answers.assign_files import AssignOptions, Summary, assign_file
from zoneatlas.plan.records import PlanError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zoneatlas.answers.assign import Assigner

    Told = Callable[[int, int | None], None]

__all__ = ["assign_here", "pairs_of"]

_PARQUET = (".parquet", ".pq", ".geoparquet")


def pairs_of(source: str, target: str, layer: str | None = None) -> list[tuple[str, str]]:
    """Return what to read and where to write it: one pair, or one a Parquet file of the folder `source`, by name.

    Paths with ``scheme://`` (object storage) go through fsspec. ``layer`` is of a GeoPackage.

    Raises
    ------
    PlanError
        If the folder holds no Parquet file, or `target` is a file where a folder is needed, or the other way round.
    """
    from zoneatlas.answers.tables_io import format_of, open_source

    if not _is_folder(source):
        if "://" not in target and Path(target).is_dir():
            raise PlanError.about(
                f"{target} is a folder; {source} is one file.",
                f"{target} 是文件夹，而 {source} 是单个文件。",
                file=target,
            )
        format_of(target)
        open_source(source, layer=layer)
        return [(source, target)]
    if "://" not in target and Path(target).is_file():
        raise PlanError.about(
            f"{target} is a file; {source} is a folder.", f"{target} 是文件，而 {source} 是文件夹。", file=target
        )
    names = _names(source)
    if not names:
        raise PlanError.about(f"{source}: holds no Parquet file.", f"{source}：里面没有 Parquet 文件。", file=source)
    return [(f"{source.rstrip('/')}/{name}", f"{target.rstrip('/')}/{name}") for name in names]


def _is_folder(path: str) -> bool:
    if "://" not in path:
        return Path(path).is_dir()
    return PurePosixPath(path).suffix.lower() not in (*_PARQUET, ".csv", ".tsv", ".txt", ".gpkg")


def _names(folder: str) -> list[str]:
    if "://" not in folder:
        found = [path.name for path in Path(folder).iterdir() if path.is_file()]
    else:
        from zoneatlas.answers.tables_io import remote_file, unreadable

        try:
            system, root = remote_file(folder)
            found = [PurePosixPath(name).name for name in system.ls(root, detail=False)]
        except Exception as error:  # a driver's own errors may be of any kind
            raise unreadable(folder, error) from error
    return sorted(name for name in found if name.lower().endswith(_PARQUET) and not name.startswith((".", "_")))


def assign_here(
    assigner: Assigner, pairs: Sequence[tuple[str, str]], options: AssignOptions, told: Told | None = None
) -> Summary:
    """Assign one file after another on this machine.

    Parameters
    ----------
    assigner
        The plan made ready.
    pairs
        Sources and targets; see `pairs_of`.
    options
        How to read the points.
    told
        Called with the rows done and the rows there are, as far as known.
    """
    whole: Summary | None = None
    for source, target in pairs:
        done = whole.rows if whole is not None else 0

        def further(rows: int, total: int | None, done: int = done) -> None:
            if told is not None:
                told(done + rows, total if len(pairs) == 1 else None)

        one = assign_file(assigner, source, target, options, further)
        whole = one if whole is None else whole.plus(one)
    assert whole is not None  # noqa: S101  (there is at least one pair)
    return whole
