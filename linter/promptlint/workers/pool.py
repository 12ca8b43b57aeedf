"""Processes of this machine that do jobs. One that dies costs the job at fault, not the run."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from functools import partial
from itertools import chain
from multiprocessing import active_children, get_context
from multiprocessing.process import BaseProcess
from typing import Final, TypeVar

from promptlint.workers.inside import answer, begin, too_long, watched
from promptlint.workers.spread import LostError, settled, spread
from promptlint.workers.work import HERE, Failure, Job, Load, Task

K = TypeVar("K")
R = TypeVar("R")

_START_SECONDS: Final = 30.0
_DIED: Final = Failure("the process that was busy with it ended")


class Pool:
    """Some processes, begun for the first job and kept for further ones.

    Args:
        size: how many.
        patience: seconds that one job may take.
    """

    def __init__(self, size: int, patience: float) -> None:
        self.size = size
        self.patience = patience
        self._executor: ProcessPoolExecutor | None = None
        self._others: frozenset[BaseProcess] = frozenset()
        self._can_begin = True

    def do(self, task: Task[R], jobs: Iterable[Job[K]], load: Load) -> Iterator[tuple[K, R | Failure]]:
        """Do every job.

        When a process dies, those that were underway are done again one at a time, so that the one at fault is found.
        Where no process can be begun, the work is done here.
        """
        jobs = iter(jobs)
        again: deque[Job[K]] = deque()
        function = partial(watched, self.patience, task.function)
        while True:
            executor = self._begun()
            if executor is None:
                yield from HERE.do(task, chain(again, jobs), load)
                return
            try:
                yield from settled(spread(executor, function, _taken(again), 1))
                yield from settled(spread(executor, function, jobs, self.size))
                return
            except LostError as error:
                lost: list[tuple[Job[K], float]] = error.jobs
            self.close()
            for job, seconds in lost:
                if seconds >= self.patience:
                    yield job.key, too_long(self.patience)
                elif len(lost) == 1:
                    yield job.key, _DIED
                else:
                    again.append(job)

    def close(self) -> None:
        """End the processes at once: what they hold is worth nothing."""
        executor, self._executor = self._executor, None
        if executor is not None:
            for process in frozenset(active_children()) - self._others:
                process.kill()
            executor.shutdown(cancel_futures=True)

    def _begun(self) -> ProcessPoolExecutor | None:
        """The processes; None where the system lets none begin."""
        if self._executor is not None or not self._can_begin:
            return self._executor
        self._others = frozenset(active_children())
        try:
            self._executor = ProcessPoolExecutor(self.size, get_context("spawn"), begin)
            answers = [self._executor.submit(answer) for _ in range(self.size)]
            answers[0].result(_START_SECONDS)
        except (AssertionError, ImportError, NotImplementedError, OSError, RuntimeError) as error:
            self.close()
            self._can_begin = False
            if _is_unguarded(error):
                raise
        return self._executor


def _is_unguarded(error: Exception) -> bool:
    """Whether a script that has no ``if __name__ == "__main__"`` got here again, in a process that it began itself.

    That process has to end, or everything in the script would be done twice.
    """
    is_refusal = isinstance(error, RuntimeError) and not isinstance(error, (BrokenExecutor, NotImplementedError))
    return is_refusal and sys.modules.get("__mp_main__") is not sys.modules.get("__main__")


def _taken(jobs: deque[Job[K]]) -> Iterator[Job[K]]:
    while jobs:
        yield jobs.popleft()
