"""Writing edited files back, where nothing speaks against it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE, S_ISLNK, S_ISREG

from promptlint.atomic import write_atomically
from promptlint.fixes.texts import EditedText


class NotWritten(Exception):  # noqa: N818
    """A file was left as it is; the message says why."""


def reason_to_leave(path: Path) -> str:
    """Why a file is not to be edited; empty where nothing speaks against it.

    Raises:
        OSError: there is no such file.
    """
    status = path.lstat()
    if S_ISLNK(status.st_mode):
        return "it is a symbolic link"
    if not S_ISREG(status.st_mode):
        return "it is no regular file"
    return "" if status.st_mode & 0o222 else "it is read-only"


def reason_against(text: EditedText) -> str:
    """Why an edited text is not to be written; empty where nothing speaks against it.

    Raises:
        OSError: the file cannot be read any more.
    """
    reason = reason_to_leave(text.before.path)
    if reason or text.before.path.read_bytes() == text.before.source.to_bytes():
        return reason
    return "it was changed while promptlint was looking at it; run it again"


def write_back(text: EditedText) -> None:
    """Put a file's new text in the place of the old one, in one step, with the permissions and the owner kept.

    Raises:
        NotWritten: the file is a link, is read-only, or was changed since it was linted.
        OSError: it cannot be written.
    """
    reason = reason_against(text)
    if reason:
        raise NotWritten(reason)
    path = text.before.path
    status = path.stat()
    write_atomically(path, text.now.to_bytes(), S_IMODE(status.st_mode))
    _keep_owner(path, status)


def _keep_owner(path: Path, before: os.stat_result) -> None:
    """Give a file back to its owner where another user may do so."""
    if not hasattr(os, "chown"):
        return
    now = path.stat()
    if (now.st_uid, now.st_gid) != (before.st_uid, before.st_gid):
        with suppress(OSError):
            os.chown(path, before.st_uid, before.st_gid, follow_symlinks=False)
