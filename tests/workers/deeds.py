"""What the workers do in these tests."""

from __future__ import annotations

import os
import time

from promptlint.workers import Task


def doubled(number: int) -> tuple[int, int]:
    """Twice the number, and who says so."""
    return 2 * number, os.getpid()


def often_wrong(number: int, deed: str = "") -> int:
    """The number, unless something else is asked for."""
    if deed == "die":
        os._exit(7)
    if deed == "raise":
        raise ValueError("it is broken. Really\nand more")
    if deed == "hang":
        time.sleep(600)
    return number


def slow(seconds: float) -> int:
    """Who waited so long."""
    time.sleep(seconds)
    return os.getpid()


def threads() -> dict[str, str]:
    """What numeric libraries are told about threads."""
    return {name: value for name, value in os.environ.items() if name.endswith("_NUM_THREADS")}


def version() -> str:
    """The same everywhere."""
    return "1"


def own_version() -> str:
    """Another in every process."""
    return str(os.getpid())


DOUBLED = Task(doubled, version)
OFTEN_WRONG = Task(often_wrong, version)
SLOW = Task(slow, version)
THREADS = Task(threads, version)
