"""Files of the project that a spec may name, as paths relative to it."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

PICTURES: Final = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif", ".heic"})
CLIPS: Final = frozenset({".mp4", ".mov", ".webm", ".mkv", ".m4v", ".avi"})
MOST_FILES: Final = 500
_MOST_ENTRIES: Final = 20_000
_SKIPPED: Final = frozenset({"node_modules", "__pycache__", "site-packages"})


def paths_from(folder: Path, root: Path, typed: str, suffixes: Collection[str]) -> tuple[list[str], bool]:
    """Paths of files in a project, and whether these are all.

    Nothing outside the project is offered, and no link is followed.

    Args:
        folder: the folder that they are relative to.
        root: the project's folder, resolved.
        typed: what is typed of a path; the files of its folder come first.
        suffixes: the endings that count, in lower case.
    """
    found: dict[str, None] = {}
    begun = typed.replace("\\", "/").rpartition("/")[0]
    starts = [folder / begun] if begun else [folder]
    for start in (*starts, root):
        try:
            inside = start.resolve().is_relative_to(root)
        except (OSError, ValueError, RuntimeError):
            continue
        if not inside:
            continue
        for entries, file in enumerate(_files(start.resolve(), suffixes)):
            found.setdefault(_shown(file, folder, typed), None)
            if len(found) >= MOST_FILES or entries >= _MOST_ENTRIES:
                return list(found), False
    return list(found), True


def _files(start: Path, suffixes: Collection[str]) -> Iterator[Path]:
    seen = 0
    for parent, folders, names in os.walk(start):
        folders[:] = sorted(one for one in folders if not one.startswith(".") and one not in _SKIPPED)
        seen += len(folders) + len(names)
        yield from (
            path
            for name in sorted(names)
            if (path := Path(parent, name)).suffix.lower() in suffixes and not path.is_symlink()
        )
        if seen > _MOST_ENTRIES:
            return


def _shown(file: Path, folder: Path, typed: str) -> str:
    relative = os.path.relpath(file, folder).replace("\\", "/")
    return f"./{relative}" if typed.startswith("./") and not relative.startswith(".") else relative
