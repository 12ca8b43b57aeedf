"""Whether a file may have changed, told without reading it."""

from __future__ import annotations

from pathlib import Path


def file_state(path: Path) -> str:
    """Size, time of change and identity of the file that a path leads to; empty where there is none."""
    try:
        stat = path.stat()
    except (OSError, ValueError, RuntimeError):
        return ""
    return f"{stat.st_size}:{stat.st_mtime_ns}:{stat.st_ino}:{stat.st_mode}"
