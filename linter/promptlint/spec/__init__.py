"""Typed shots with the spans of their keys and values."""

from promptlint.spec.model import (
    Character,
    Field,
    KeyPath,
    Location,
    Motion,
    Place,
    Recognition,
    Shot,
    SpecFile,
    UnknownKey,
    UnreadExtends,
    UnreadValue,
    Usage,
)
from promptlint.spec.sequence import CastMember, ShotSequence
from promptlint.spec.values import AspectRatio, Duration, Reference, Resolution

__all__ = [
    "AspectRatio",
    "CastMember",
    "Character",
    "Duration",
    "Field",
    "KeyPath",
    "Location",
    "Motion",
    "Place",
    "Recognition",
    "Reference",
    "Resolution",
    "Shot",
    "ShotSequence",
    "SpecFile",
    "UnknownKey",
    "UnreadExtends",
    "UnreadValue",
    "Usage",
]
