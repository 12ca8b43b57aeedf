"""Jobs spread over any ``concurrent.futures.Executor``, never more of them underway than can be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from itertools import islice
from time import monotonic
from typing import Final, Generic, TypeVar

from promptlint.workers.work import Failure, Job

K = TypeVar("K")
R = TypeVar("R")

LOOK_UP_SECONDS: Final = 5.0


class LostError(Exception, Generic[K]):
    """The executor is gone, with the jobs that were underway.

    Attributes:
        jobs: each with the seconds since it was handed over.
    """

    def __init__(self, jobs: list[tuple[Job[K], float]]) -> None:
        super().__init__(jobs)
        self.jobs = jobs


def spread(
    executor: Executor,
    function: Callable[..., R | Failure],
    jobs: Iterable[Job[K]],
    window: int,
    while_waiting: Callable[[], None] = lambda: None,
) -> Iterator[tuple[Job[K], R | Failure | BaseException]]:
    """Hand jobs to an executor and give back each result, or what was raised instead, as soon as it is there.

    Args:
        executor: who does them.
        function: what is called with a job's arguments.
        jobs: taken one by one, so that what they hold is in memory only while they are underway.
        window: how many may be underway.
        while_waiting: called every few seconds in which nothing comes back; may raise to give up.

    Raises:
        LostError: the executor broke. The results before were given back.
    """
    jobs = iter(jobs)
    underway: dict[Future[R | Failure], tuple[Job[K], float]] = {}
    try:
        while True:
            for job in islice(jobs, window - len(underway)):
                underway[_submitted(executor, function, job)] = (job, monotonic())
            if not underway:
                return
            done = wait(underway, LOOK_UP_SECONDS, FIRST_COMPLETED).done
            if not done:
                while_waiting()
            lost = {future for future in done if _is_lost(future)}
            for future in done - lost:
                error = future.exception()
                yield underway.pop(future)[0], future.result() if error is None else error
            if lost:
                now = monotonic()
                raise LostError([(job, now - since) for job, since in underway.values()])
    finally:
        for future in underway:
            future.cancel()


def settled(
    outcomes: Iterable[tuple[Job[K], R | Failure | BaseException]],
) -> Iterator[tuple[K, R | Failure]]:
    """The outcomes by the jobs' keys; what was raised is a failure."""
    for job, outcome in outcomes:
        yield job.key, Failure.of(outcome) if isinstance(outcome, BaseException) else outcome


def _submitted(executor: Executor, function: Callable[..., R | Failure], job: Job[K]) -> Future[R | Failure]:
    """The future of a job; a broken one where the executor takes no more."""
    try:
        return executor.submit(function, *job.arguments)
    except (BrokenExecutor, OSError) as error:
        broken: Future[R | Failure] = Future()
        broken.set_exception(BrokenExecutor(str(error)))
        return broken


def _is_lost(future: Future[R]) -> bool:
    return future.cancelled() or isinstance(future.exception(), BrokenExecutor)
