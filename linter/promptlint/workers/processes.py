"""Processes of this machine, where there is enough for them to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from promptlint.workers.cpus import available_cpus
from promptlint.workers.work import HERE, PATIENCE_SECONDS, Failure, Job, Load, Task

if TYPE_CHECKING:
    from promptlint.workers.pool import Pool

K = TypeVar("K")
R = TypeVar("R")

_WINDOWS_MOST: Final = 61
"""More than these a pool cannot have there."""


class ProcessWorkers:
    """Processes of this machine, and this process alone where they do not pay.

    Args:
        most: how many at most; as many as there are processors where it is not given.
        always: whether to begin them for however little there is to do.
        patience: seconds that one job may take in a process.
    """

    def __init__(self, most: int | None = None, *, always: bool = False, patience: float = PATIENCE_SECONDS) -> None:
        self.most = most
        self.always = always
        self.patience = patience
        self._pool: Pool | None = None

    def opens(self, path: Path) -> bool:
        """Yes: they run on this machine."""
        return True

    def do(self, task: Task[R], jobs: Iterable[Job[K]], load: Load) -> Iterator[tuple[K, R | Failure]]:
        """Do every job; what happens to one never concerns the others."""
        number = self.number(load)
        if self._pool is None and number:
            from promptlint.workers.pool import Pool

            self._pool = Pool(number, self.patience)
        workers = self._pool if self._pool is not None and number else HERE
        return workers.do(task, jobs, load)

    def number(self, load: Load) -> int:
        """How many processes so much work is worth; 0 for none."""
        most = min(self.most or available_cpus(), load.jobs, _WINDOWS_MOST)
        if self.always:
            return most
        worth = min(most, load.worth)
        return worth if worth > 1 else 0

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.close()
