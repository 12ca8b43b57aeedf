"""What runs where the work is done. Imports nothing that costs time, and nothing before threads are limited."""

from __future__ import annotations

import faulthandler
import os
import signal
from collections.abc import Callable
from multiprocessing import parent_process
from pathlib import Path
from threading import Thread
from typing import Any, Final, TypeVar

from promptlint.workers.work import Failure

R = TypeVar("R")

ONE_THREAD: Final = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "BLIS_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
}
"""Work is spread over processes, so more threads in each would only compete."""


def begin() -> None:
    """The first thing in a new process. It leaves Ctrl-C to its parent, and ends when its parent ends in any way."""
    os.environ.update(ONE_THREAD)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def answer() -> None:
    """Show that the process has begun."""


def watched(seconds: float, function: Callable[..., R], *arguments: Any) -> R | Failure:
    """Call a function in a process of its own, which ends when that takes too long, whatever it is doing."""
    with Path(os.devnull).open("w") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            return function(*arguments)
        except Exception as error:
            return Failure.of(error)
        finally:
            faulthandler.cancel_dump_traceback_later()


def checked(seconds: float, version: tuple[Callable[[], str], str], function: Callable[..., R], *arguments: Any) -> Any:
    """Call a function in a process of somebody else's, which must go on when that takes too long.

    Args:
        seconds: how long to wait for it.
        version: which code would do the work here, and which one should.
        function: what to call.
        arguments: with what.
    """
    here, wanted = version
    if here() != wanted:
        return Failure("the worker that got it has another version of promptlint")
    outcome: list[R | Failure] = []

    def call() -> None:
        try:
            outcome.append(function(*arguments))
        except Exception as error:
            outcome.append(Failure.of(error))

    thread = Thread(target=call, daemon=True)
    thread.start()
    thread.join(seconds)
    return outcome[0] if outcome else too_long(seconds)


def too_long(seconds: float) -> Failure:
    """It took longer than it may."""
    return Failure(f"it took longer than {seconds:g} seconds")


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
