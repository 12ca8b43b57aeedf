"""The job of looking at one picture, in whatever process: the file, or its bytes, to its facts."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from promptlint import __version__
from promptlint.facts.reference.locate import read_picture
from promptlint.facts.reference.model import ReferenceFacts, Stage, Unreadable
from promptlint.facts.reference.version import REFERENCE_FACTS_VERSION
from promptlint.picture_limits import Limits


def look(content: bytes | Path, sha: str, stages: frozenset[Stage], limits: Limits) -> ReferenceFacts | None:
    """Look at a picture as far as the stages ask.

    Args:
        content: the file's bytes, or where it is.
        sha: SHA-256 of the bytes that are meant, hexadecimal.
        stages: what is asked for.
        limits: how large it may be.

    Returns:
        The facts; None where the file has other bytes by now, or is another one where this is called.
    """
    data = read_picture(content, limits) if isinstance(content, Path) else content
    if isinstance(data, Unreadable) or sha256(data).hexdigest() != sha:
        return None
    from promptlint.facts.reference.analyse import analyse  # heavy, and of no use where others do the looking

    return analyse(data, stages, limits)


def version() -> str:
    """Which code looks at pictures here."""
    return f"{__version__} {REFERENCE_FACTS_VERSION}"
