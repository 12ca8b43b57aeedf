"""What a reader of metadata found, and the clean-up that every text needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from promptlint.facts.reference.model import Caption, CaptionKind

MAX_CHARACTERS: Final = 20_000
"""Longer texts are cut: no prompt or caption needs more."""

_BY_CAMERAS: Final = frozenset(
    {"olympus digital camera", "sony dsc", "samsung camera pictures", "kodak digital still camera", "minolta dsc"}
)


@dataclass(frozen=True, slots=True)
class Found:
    """A text, or the name of the software that made the picture."""

    caption: Caption | None = None
    generator: str | None = None


def caption(source: str, kind: CaptionKind, text: str) -> Found:
    """A text as it may be used: repaired, trimmed; nothing where no words are left."""
    clean = repaired(text).replace("\0", "").strip()[:MAX_CHARACTERS]
    if not any(char.isalpha() for char in clean) or clean.lower() in _BY_CAMERAS:
        return Found()
    return Found(Caption(source, kind, clean))


def generator(name: str) -> Found:
    """The software that made the picture."""
    clean = repaired(name).replace("\0", "").strip()[:200]
    return Found(generator=clean) if any(char.isalpha() for char in clean) else Found()


def repaired(text: str) -> str:
    """UTF-8 that was read as Latin-1 made right; other text as it is."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
