"""The workers of a Dask cluster. They get bytes, unless they see the same files."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from promptlint.workers.inside import checked
from promptlint.workers.spread import LostError, settled, spread
from promptlint.workers.work import PATIENCE_SECONDS, ExecutorError, Failure, Job, Load, Task

K = TypeVar("K")
R = TypeVar("R")

CONNECT_SECONDS: Final = 10.0
JOIN_SECONDS: Final = 30.0
"""How long to wait for the first worker, which some clusters begin only when there is work."""

AHEAD: Final = 2
"""Jobs underway for each thread of the cluster, so that none waits for the next to arrive."""

_CLOSE_SECONDS: Final = 2.0
_LOGGERS: Final = ("distributed", "distributed.client")
_INSTALL: Final = 'pip install "promptlint-video[dask]"'


class ClusterWorkers:
    """The workers of a Dask cluster.

    Args:
        address: of the scheduler, as Dask writes it.
        shared: a folder that workers see under the same path as this machine.
    """

    def __init__(self, address: str, shared: Path | None = None) -> None:
        self.address = address
        self.shared = shared
        self._client: Any = None

    def opens(self, path: Path) -> bool:
        """Whether the workers see a file, too."""
        return self.shared is not None and path.is_relative_to(self.shared)

    def do(self, task: Task[R], jobs: Iterable[Job[K]], load: Load) -> Iterator[tuple[K, R | Failure]]:
        """Do every job.

        Dask gives the jobs of a worker that dies to others, and gives those up that were on several when they died.
        They are done again one at a time, so that the one at fault is found.

        Raises:
            ExecutorError: the cluster cannot be used, or is lost.
        """
        client = self._connected(task)
        import dask
        from distributed import KilledWorker

        threads = max(1, sum(client.nthreads().values()))
        function = partial(checked, PATIENCE_SECONDS, (task.version, task.version()), task.function)
        executor = client.get_executor(pure=False)
        given_up: list[Job[K]] = []
        with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 GiB"}):
            try:
                for job, outcome in spread(executor, function, jobs, AHEAD * threads, self._check):
                    if isinstance(outcome, KilledWorker):
                        given_up.append(job)
                    else:
                        yield from settled([(job, outcome)])
                yield from settled(spread(executor, function, given_up, 1, self._check))
            except LostError:
                raise ExecutorError(
                    f"The Dask scheduler at {self.address} went away. What was found so far is kept: run again, or "
                    "leave --executor out to do the rest on this machine."
                ) from None

    def close(self) -> None:
        """Leave the cluster; it drops what is underway."""
        client, self._client = self._client, None
        if client is not None:
            client.close(timeout=_CLOSE_SECONDS)

    def _connected(self, task: Task[Any]) -> Any:
        """The connection, made when it is first needed."""
        if self._client is None:
            try:
                from distributed import Client
            except ImportError:
                raise ExecutorError(f"--executor dask:// needs the package `distributed`: {_INSTALL}.") from None
            for name in _LOGGERS:
                logging.getLogger(name).setLevel(logging.CRITICAL)  # what they say is said by our errors
            try:
                self._client = Client(  # type: ignore[no-untyped-call]
                    self.address, timeout=CONNECT_SECONDS, set_as_default=False
                )
            except (OSError, ValueError) as error:
                raise ExecutorError(
                    f"There is no Dask scheduler at {self.address}: {Failure.of(error).reason}. Check host and port, "
                    "and that the scheduler runs."
                ) from None
            try:
                self._client.wait_for_workers(1, timeout=JOIN_SECONDS)
            except TimeoutError:
                raise ExecutorError(f"The Dask scheduler at {self.address} has no worker.") from None
            check_versions(self._client.run(task.version, on_error="return"), task.version())
        return self._client

    def _check(self) -> None:
        """Give up where nobody is left who could send anything back."""
        if not self._client.nthreads():
            raise ExecutorError(
                f"The last worker of the Dask scheduler at {self.address} went away. What was found so far is kept: "
                "run again when there are workers."
            )


def check_versions(answers: Mapping[str, object], wanted: str) -> None:
    """Stop where a worker would not do the same as this program.

    Args:
        answers: what each worker says of its version, or the exception that came instead; an ``OSError`` where it went
            away.
        wanted: the version here.

    Raises:
        ExecutorError: it names the workers.
    """
    without = [worker for worker, said in answers.items() if _has_none(said)]
    if without:
        raise ExecutorError(f"promptlint is not installed on {_listed(without)}: {_INSTALL} in its environment.")
    others = [worker for worker, said in answers.items() if said != wanted and not isinstance(said, OSError)]
    if others:
        raise ExecutorError(
            f"promptlint on {_listed(others)} is another version than here and could find something else: install "
            "the same version on all."
        )


def _has_none(said: object) -> bool:
    """Whether the module was not found; Dask may give the exception back as the text of one."""
    return isinstance(said, Exception) and "No module named 'promptlint'" in str(said)


def _listed(workers: list[str]) -> str:
    named = ", ".join(sorted(workers)[:3])
    return f"{len(workers):,} of the Dask workers ({named}{', ...' if len(workers) > 3 else ''})"
