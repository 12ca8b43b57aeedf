"""How messages name a picture and the texts embedded in it."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

from promptlint.facts.reference.model import Caption
from promptlint.finding import Evidence

_LONGEST: Final = 120


def file_name(path: str) -> str:
    """The file's name without folders, as code."""
    return f"`{PurePosixPath(path.replace(chr(92), '/')).name or path}`"


def caption_evidence(path: str, caption: Caption) -> Evidence:
    """A text embedded in a picture, as evidence; the path is the one in the spec."""
    text = caption.text if len(caption.text) <= _LONGEST else f"{caption.text[: _LONGEST - 3]}..."
    return Evidence(f'{caption.source}: "{text}"', picture=path)
