"""From a path in a spec to a file that may be read: inside the project, a regular file, not too large."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from promptlint.facts.reference.model import Unreadable

DEFAULT_MAX_BYTES: Final = 64 * 1024 * 1024
DEFAULT_MAX_PIXELS: Final = 100_000_000
_LFS_HEAD: Final = b"version https://git-lfs.github.com/spec/"


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a picture may be; a larger one is not read, or not decoded.

    Attributes:
        max_bytes: size of the file.
        max_pixels: width times height, by the file's header.
    """

    max_bytes: int = DEFAULT_MAX_BYTES
    max_pixels: int = DEFAULT_MAX_PIXELS


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
