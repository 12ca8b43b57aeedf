"""Where the configuration of a folder is: the closest file up to the repository's folder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

CONFIG_NAMES: Final = ("promptlint.toml", ".promptlint.toml")
PYPROJECT: Final = "pyproject.toml"
REPOSITORY_MARK: Final = ".git"
_TOOL_TABLE: Final = re.compile(rb"^[ \t]*\[+[ \t]*tool[ \t]*\.[ \t]*[\"']?promptlint[\"']?[ \t]*[\].]", re.MULTILINE)
_INLINE_TABLE: Final = re.compile(rb"^[ \t]*\[[ \t]*tool[ \t]*\].*^[ \t]*promptlint\b", re.MULTILINE | re.DOTALL)


def config_in(folder: Path) -> Path | None:
    """The configuration file that stands in a folder itself.

    Raises:
        OSError: a ``pyproject.toml`` cannot be read.
    """
    for name in CONFIG_NAMES:
        if (folder / name).is_file():
            return folder / name
    pyproject = folder / PYPROJECT
    if pyproject.is_file():
        data = pyproject.read_bytes()
        if _TOOL_TABLE.search(data) or _INLINE_TABLE.search(data):
            return pyproject
    return None


def is_repository(folder: Path) -> bool:
    """Whether the folder is the top of a Git working tree."""
    return (folder / REPOSITORY_MARK).exists()


def repository_of(folder: Path) -> Path | None:
    """The nearest folder, this one or above it, that is the top of a Git working tree."""
    return next((parent for parent in (folder, *folder.parents) if is_repository(parent)), None)
