"""Writing a file in one step."""

from __future__ import annotations

import os
from pathlib import Path


def write_atomically(path: Path, data: bytes, mode: int | None = None) -> None:
    """Replace a file's content so that a reader sees the old or the new one, never a part.

    A link is replaced itself; where it leads is not written.

    Args:
        path: the file, which need not exist.
        data: its new content.
        mode: its permissions; None lets only its owner read it.

    Raises:
        OSError: the folder cannot be written.
    """
    import tempfile

    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        if mode is not None:
            Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
