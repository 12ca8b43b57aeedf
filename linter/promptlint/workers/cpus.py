"""How many processors this process may use."""

from __future__ import annotations

import os
from collections.abc import Iterator
from math import ceil
from pathlib import Path, PurePosixPath
from typing import Final

GROUPS: Final = Path("/proc/self/cgroup")
MOUNT: Final = Path("/sys/fs/cgroup")


def available_cpus() -> int:
    """The processors that this process is tied to, or fewer where a container's quota allows less."""
    try:
        tied = len(os.sched_getaffinity(0))
    except (AttributeError, OSError):
        tied = os.cpu_count() or 1
    try:
        groups = GROUPS.read_text()
    except OSError:
        groups = ""
    return max(1, min(tied, *(ceil(quota) for quota in quotas(groups, MOUNT)), tied))


def quotas(groups: str, mount: Path) -> Iterator[float]:
    """The processors that the control groups of a process allow, those of the groups around them included.

    Args:
        groups: the content of ``/proc/self/cgroup``.
        mount: where control groups are mounted.
    """
    for line in groups.splitlines():
        _, names, path = line.split(":", 2)
        group = PurePosixPath("/", path).relative_to("/")
        for folder in (group, *group.parents):
            if not names:
                yield from _quota(mount / folder / "cpu.max")
            elif "cpu" in names.split(","):
                yield from _quota(mount / "cpu" / folder / "cpu.cfs_quota_us", "cpu.cfs_period_us")


def _quota(file: Path, period: str = "") -> Iterator[float]:
    """Quota over period, from one file or from two; nothing where there is no limit."""
    try:
        words = file.read_text().split() + (file.with_name(period).read_text().split() if period else [])
        share = float(words[0]) / float(words[1])
    except (OSError, ValueError, IndexError, ZeroDivisionError):
        return
    if share > 0:
        yield share
