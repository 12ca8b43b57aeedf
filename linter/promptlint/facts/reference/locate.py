"""From a path in a spec to a file that may be read: inside the project, a regular file, not too large."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from itertools import islice
from os.path import relpath
from pathlib import Path
from typing import Final

from promptlint.facts.reference.model import Unreadable
from promptlint.nearest import nearest
from promptlint.picture_limits import Limits

_FOLDER_SIZE: Final = 2000
"""Names in a folder that are compared with one that does not exist."""

_LFS_HEAD: Final = b"version https://git-lfs.github.com/spec/"


def locate(root: Path, folder: Path, text: str) -> Path | Unreadable:
    """The file that a path in a spec means, links resolved.

    Args:
        root: the project's folder, resolved; nothing outside is looked at.
        folder: the folder of the spec.
        text: the path as written; ``/`` and ``\\`` both separate folders.
    """
    try:
        path = (folder / text.replace("\\", "/")).resolve()
        if not path.is_relative_to(root):
            return Unreadable("outside")
        mode = path.stat().st_mode
    except PermissionError:
        return Unreadable("no-access")
    except (OSError, ValueError, RuntimeError):
        return Unreadable("missing")
    if stat.S_ISDIR(mode):
        return Unreadable("directory")
    return path if stat.S_ISREG(mode) else Unreadable("not-a-file")


def similar_path(root: Path, folder: Path, text: str) -> str | None:
    """A path for a file that a missing one may stand for, relative to the spec's folder; None where nothing is near.

    That is the same path taken from the project's folder, else a file of nearly the same name where the path leads.
    """
    written = Path(text.replace("\\", "/"))
    if written.is_absolute():
        return None
    try:
        found = next(_similar(root, folder / written, root / written), None)
    except (OSError, ValueError, RuntimeError):
        return None
    return relpath(found, folder).replace("\\", "/") if found is not None else None


def _similar(root: Path, named: Path, from_root: Path) -> Iterator[Path]:
    if from_root.is_file() and from_root.resolve().is_relative_to(root):
        yield from_root
    if named.parent.resolve().is_relative_to(root) and named.parent.is_dir():
        files = [entry.name for entry in islice(named.parent.iterdir(), _FOLDER_SIZE) if entry.is_file()]
        yield from (named.parent / name for name in nearest(named.name, files))


def read_picture(path: Path, limits: Limits) -> bytes | Unreadable:
    """The bytes of a picture, or why they are not read."""
    try:
        with path.open("rb") as stream:
            data = stream.read(limits.max_bytes + 1)
            size = path.stat().st_size
    except PermissionError:
        return Unreadable("no-access")
    except OSError:
        return Unreadable("missing")
    if not data:
        return Unreadable("empty")
    if len(data) > limits.max_bytes:
        return Unreadable("too-large", f"{size / 1e6:,.0f} MB, {limits.max_bytes / 1e6:,.0f} MB are allowed")
    return Unreadable("lfs-pointer") if data.startswith(_LFS_HEAD) else data
