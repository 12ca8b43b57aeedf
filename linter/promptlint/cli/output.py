"""Writing: standard output, a file, notes on standard error, and whether colours are wanted."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Literal, TextIO

from promptlint.cli.exits import UsageError

ColourChoice = Literal["auto", "always", "never"]


def write_out(text: str) -> None:
    """Write to standard output; a reader that left early is no error."""
    _write(sys.stdout, text)


def write_error(text: str) -> None:
    """Write to standard error."""
    _write(sys.stderr, text)


def write_bytes(data: bytes) -> None:
    """Write to standard output as it is; a reader that left early is no error."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _forget(sys.stdout)


def note(text: str) -> None:
    """Write a line to standard error."""
    from promptlint.report.visible import visible_lines

    _write(sys.stderr, f"{visible_lines(text)}\n")


def write_file(text: str, path: Path) -> None:
    """Write a report to a file as UTF-8.

    Raises:
        UsageError: it cannot be written.
    """
    try:
        path.write_bytes(text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise UsageError(f"The report cannot be written to {path}: {error.strerror or error}.") from None


def wants_colour(
    choice: ColourChoice, stream: TextIO | None = None, environment: Mapping[str, str] = os.environ
) -> bool:
    """Whether to use terminal colours: the option, then NO_COLOR and FORCE_COLOR, then whether it is a terminal."""
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    forced = environment.get("FORCE_COLOR")
    if forced:
        return forced != "0"
    return is_terminal(sys.stdout if stream is None else stream) and environment.get("TERM") != "dumb"


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a stream leads to a terminal."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:
        return
    try:
        encoding = stream.encoding or "utf-8"
        safe = text.encode(encoding, "backslashreplace").decode(encoding)
        stream.write(safe)
        stream.flush()
    except BrokenPipeError:
        _forget(stream)


def _forget(stream: TextIO) -> None:
    """Lead a stream whose reader is gone to nowhere, so that closing it at exit raises nothing."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
