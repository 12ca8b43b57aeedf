"""Who does the work, from what the command line says."""

from __future__ import annotations

import re
from pathlib import Path

from promptlint.workers.work import HERE, ExecutorError, Workers

_DASK = re.compile(r"dask://(?P<host>[^/?#\s]+):(?P<port>\d{1,5})/?(?:\?shared=(?P<shared>.+))?")


def workers_for(executor: str | None, jobs: int | None = None) -> Workers:
    """The workers that are asked for.

    Args:
        executor: ``serial``, ``processes`` or ``dask://HOST:PORT``, with ``?shared=FOLDER`` where the workers of the
            cluster see that folder, too; None begins processes when there is enough to do.
        jobs: how many processes at most.

    Raises:
        ExecutorError: nothing is called so, or the two do not go together.
    """
    if jobs is not None and jobs < 1:
        raise ExecutorError(f"--jobs is {jobs}. Expected a number of processes, 1 or more.")
    dask = _DASK.fullmatch(executor or "")
    if jobs is not None and executor not in (None, "processes"):
        raise ExecutorError(f"--jobs is a number of processes, and --executor {executor} begins none: leave one out.")
    if executor == "serial" or (executor is None and jobs == 1):
        return HERE
    if executor in (None, "processes"):
        from promptlint.workers.processes import ProcessWorkers

        return ProcessWorkers(jobs, always=executor is not None)
    if dask is None:
        raise ExecutorError(
            f"--executor is `{executor}`. Expected serial, processes, or dask://HOST:PORT for a Dask scheduler."
        )
    from promptlint.workers.cluster import ClusterWorkers

    shared = dask["shared"]
    if shared is not None and not Path(shared).is_dir():
        raise ExecutorError(f"--executor: `shared` names a folder of this machine, and there is none at {shared}.")
    return ClusterWorkers(f"tcp://{dask['host']}:{dask['port']}", Path(shared).resolve() if shared else None)
