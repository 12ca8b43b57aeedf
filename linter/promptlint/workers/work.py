"""Work that can be done elsewhere, and what may come back of it. Imports nothing that costs time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Generic, NamedTuple, Protocol, TypeVar

K = TypeVar("K")
R = TypeVar("R")


PATIENCE_SECONDS: Final = 60.0
"""How long one job may take where it can be stopped."""


PAYS: Final = 4
"""A process pays when it works that many times as long as it takes to start."""


class ExecutorError(Exception):
    """Work cannot be done where it was asked for; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Task(Generic[R]):
    """A function that is called once a job, and may be called in another process or on another machine.

    Attributes:
        function: of a module, and so are its arguments' and its result's types: elsewhere they are found by name.
        version: another such function: which code would do the work where it is called.
    """

    function: Callable[..., R]
    version: Callable[[], str]


class Job(NamedTuple, Generic[K]):
    """One call; the key says which, in any order."""

    key: K
    arguments: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """How much there is to do.

    Attributes:
        jobs: how many.
        seconds: about how long they take one after the other.
        start: about how long a process takes until it can do the first, in seconds.
    """

    jobs: int
    seconds: float
    start: float

    @property
    def worth(self) -> int:
        """How many processes have enough to do that their start does not count."""
        return int(self.seconds / (PAYS * self.start))


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a job has no result. ``reason`` completes a sentence and names the job's object "it"."""

    reason: str

    @classmethod
    def of(cls, error: BaseException) -> Failure:
        """What an exception says."""
        text = str(error).strip().partition("\n")[0].partition(". ")[0].removesuffix(".")
        return cls(f"{type(error).__name__}: {text}" if text else type(error).__name__)


class Workers(Protocol):
    """Where work is done."""

    def opens(self, path: Path) -> bool:
        """Whether a file can be read where the work is done, so that its bytes need not be sent."""

    def do(self, task: Task[R], jobs: Iterable[Job[K]], load: Load) -> Iterator[tuple[K, R | Failure]]:
        """Do every job; each result as soon as it is there. A job is taken from ``jobs`` when someone is free for it.

        Raises:
            ExecutorError: there is nobody to do the work.
        """

    def close(self) -> None:
        """Let everyone go; what is still being done is given up."""


class Here:
    """This process, one job after the other."""

    def opens(self, path: Path) -> bool:
        """Yes."""
        return True

    def do(self, task: Task[R], jobs: Iterable[Job[K]], load: Load) -> Iterator[tuple[K, R | Failure]]:
        """Do every job; one that raises fails alone."""
        for key, arguments in jobs:
            try:
                result: R | Failure = task.function(*arguments)
            except Exception as error:
                result = Failure.of(error)
            yield key, result

    def close(self) -> None:
        """Nothing was begun."""


HERE: Final = Here()
