"""One thread for slow work: quick jobs go in between, and work that is no longer wanted stops at its next step."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Event, Lock, Thread
from typing import Any, TypeVar

T = TypeVar("T")


class Superseded(Exception):  # noqa: N818
    """The work is no longer wanted."""


class _Job:
    def __init__(self, work: Callable[[], Any], *, is_slow: bool = False) -> None:
        self.work = work
        self.is_slow = is_slow
        self.result: Future[Any] = Future()

    def do(self) -> None:
        if not self.result.set_running_or_notify_cancel():
            return
        try:
            result = self.work()
        except BaseException as error:
            self.result.set_exception(error)
        else:
            self.result.set_result(result)


class Background:
    """A thread that does one piece of slow work at a time.

    Facts are computed only here, so that nothing of the parser or the networks is used from two threads.
    """

    def __init__(self) -> None:
        self._slow: SimpleQueue[_Job | None] = SimpleQueue()
        self._quick: SimpleQueue[_Job] = SimpleQueue()
        self._waiting = 0
        self._count = Lock()
        self._free = Event()
        self._free.set()
        self._has_stopped = False
        self._thread = Thread(target=self._run, name="promptlint-facts", daemon=True)
        self._thread.start()

    async def slow(self, work: Callable[[], T]) -> T:
        """The result of slow work, which calls ``step`` now and then."""
        with self._count:
            self._waiting += 1
        job = _Job(work, is_slow=True)
        self._slow.put(job)
        return await asyncio.wrap_future(job.result)

    async def quick(self, work: Callable[[], T]) -> T:
        """The result of a quick job, done at the next step of the slow work that runs."""
        job = _Job(work)
        self._quick.put(job)
        self._slow.put(_Job(self._do_quick))
        return await asyncio.wrap_future(job.result)

    @property
    def is_idle(self) -> bool:
        """Whether no other slow work waits."""
        return self._waiting == 0

    def step(self, wanted: Callable[[], bool]) -> None:
        """Do the quick jobs that wait, and let the thread that answers at once go first.

        Raises:
            Superseded: the slow work is not wanted any more.
        """
        self._free.wait()
        self._do_quick()
        if self._has_stopped or not wanted():
            raise Superseded

    def hold(self) -> None:
        """Let slow work wait at its next step."""
        self._free.clear()

    def release(self) -> None:
        """Let slow work go on."""
        self._free.set()

    def stop(self) -> None:
        """End the thread at its next step."""
        self._has_stopped = True
        self._free.set()
        self._slow.put(None)

    def _do_quick(self) -> None:
        while not self._quick.empty():
            self._quick.get().do()

    def _run(self) -> None:
        while (job := self._slow.get()) is not None:
            if job.is_slow:
                with self._count:
                    self._waiting -= 1
            job.do()
