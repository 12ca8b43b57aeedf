"""Patterns for files, in the syntax of gitignore, relative to the project's folder."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


@lru_cache(maxsize=256)
def _compiled(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(patterns)


@cache
def _relative(path: Path, root: Path) -> str | None:
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return None


def matches(patterns: tuple[str, ...], path: Path, root: Path, *, folder: bool = False) -> bool:
    """Whether an absolute path below ``root`` matches one of the patterns; a path elsewhere matches by its name."""
    if not patterns:
        return False
    shown = _relative(path, root) or path.name
    return bool(_compiled(patterns).match_file(shown + "/" if folder else shown))
