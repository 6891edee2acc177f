"""The same on many machines: one task a Parquet file, on plain Dask.

A task writes its file beside its name and renames it, so that it may be done twice: when a worker dies, its tasks go to
another one.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zoneatlas.answers.assign_files import AssignOptions, Summary, assign_file
from zoneatlas.answers.tables_io import open_source
from zoneatlas.plan.records import PlanError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zoneatlas.answers.assign import Assigner

    Told = Callable[[int, int | None], None]

__all__ = ["assign_on_cluster"]

#: A task that has taken this many workers down with it is given up.
_RETRIES = 3
_CONNECT_S = 30


def assign_on_cluster(
    assigner: Assigner,
    pairs: Sequence[tuple[str, str]],
    options: AssignOptions,
    scheduler: str | None = None,
    told: Told | None = None,
) -> Summary:
    """Assign each file as a task of its own.

    Parameters
    ----------
    assigner
        The plan made ready; sent to every worker once, so that workers need the package but not the plan's files.
    pairs
        Sources and targets, as every worker can reach them: on a shared file system, or ``scheme://`` through fsspec.
    options
        How to read the points; each task uses one core.
    scheduler
        Address of a scheduler; without it, one worker process a core is started here.
    told
        Called with the rows done and the rows there are.

    Raises
    ------
    PlanError
        If Dask is not installed, the scheduler cannot be reached, or a file cannot be read or written.
    """
    try:
        import distributed as _distributed
    except ImportError:
        raise PlanError.about(
            "--engine dask needs dask and distributed; run: pip install 'zoneatlas[cluster]'",
            "--engine dask 需要 dask 和 distributed；请运行：pip install 'zoneatlas[cluster]'",
        ) from None
    distributed: Any = _distributed  # it has no types
    if scheduler is None:
        cores = os.cpu_count() or 1
        with (
            distributed.LocalCluster(n_workers=cores, threads_per_worker=1, dashboard_address=None) as cluster,
            distributed.Client(cluster) as client,
        ):
            return _gather(client, assigner, pairs, options, told)
    try:
        client = distributed.Client(scheduler, timeout=_CONNECT_S)
    except (OSError, ValueError) as error:
        raise PlanError.about(
            f"No Dask scheduler answers at {scheduler}.", f"{scheduler} 没有 Dask 调度器应答。"
        ) from error
    with client:
        return _gather(client, assigner, pairs, options, told)


def _gather(
    client: Any,  # noqa: ANN401  (a Dask client)
    assigner: Assigner,
    pairs: Sequence[tuple[str, str]],
    options: AssignOptions,
    told: Told | None,
) -> Summary:
    import distributed

    as_completed: Any = distributed.as_completed  # it has no types
    total = sum(open_source(source, layer=options.layer).rows or 0 for source, _ in pairs)
    shared = client.scatter(assigner, broadcast=True, hash=False)
    alone = replace(options, threads=1, one_core=True)
    futures = {
        client.submit(assign_task, shared, *pair, alone, pure=False, retries=_RETRIES): number
        for number, pair in enumerate(pairs)
    }
    found: dict[int, Summary] = {}
    for future in as_completed(list(futures)):
        result = future.result()
        if isinstance(result, Problem):
            raise PlanError(result)
        found[futures[future]] = result
        if told is not None:
            told(sum(summary.rows for summary in found.values()), total)
    whole = found[0]
    for number in range(1, len(pairs)):
        whole = whole.plus(found[number])
    return whole


def assign_task(assigner: Assigner, source: str, target: str, options: AssignOptions) -> Summary | Problem:
    """Assign one file; an error of ours is returned, so that it is not tried again."""
    try:
        return assign_file(assigner, source, target, options)
    except PlanError as error:
        return error.problem
