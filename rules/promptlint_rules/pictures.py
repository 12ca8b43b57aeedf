"""Which pictures show which character, and which of two files are two states of one picture."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final

from promptlint.spec.model import Character
from promptlint.spec.pictures import place_of

PICTURES: Final = ("path", "url")
"""The kinds of reference that are a file; a frame of another shot is none."""

_LONGEST: Final = 255
"""Characters of a file's name; what is longer is no file."""

_STATE: Final = re.compile(
    r"[-_. ]?(?:v(?:er(?:sion)?)?[-_. ]?\d+|new|old|final|copy|alt|edit(?:ed)?|fix(?:ed)?|retouch(?:ed)?|upscaled?|hd"
    r"|\(\d+\))$"
)


def places_of(character: Character) -> frozenset[str]:
    """The pictures of a bible entry, as they can be compared between files."""
    references = [*([character.image] if character.image else []), *character.views.values()]
    return frozenset(place_of(picture, character.file) for picture in references if picture.kind in PICTURES)


def share_pictures(character: Character, other: Character) -> bool:
    """Whether two entries show the same person, as they have a picture in common."""
    return not places_of(character).isdisjoint(places_of(other))


def is_other_state(place: str, other: str, name: str) -> bool:
    """Whether two files are by their names two states of one picture of somebody.

    ``mara-front-v2.png`` or ``mara-front.jpg`` beside ``mara-front.png``: one was worked on or saved anew. In two
    folders the name must tell whose picture it is; ``start.png`` may be anything.
    """
    one, another = PurePosixPath(place), PurePosixPath(other)
    stem = _plain(one.stem)
    if place == other or not stem or stem != _plain(another.stem):
        return False
    return one.parent == another.parent or _bare(name) in _bare(stem)


def _plain(stem: str) -> str:
    """A file's name without what says in which state it is."""
    stem = stem.lower()[:_LONGEST]
    while (shorter := _STATE.sub("", stem)) and shorter != stem:
        stem = shorter
    return stem


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())
