"""What words in the motion settings mean: strong, subtle, fast, large."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache
from typing import Any, Final

from promptlint.spec.model import Field, Location

_FILLERS: Final = frozenset(
    {
        "very",
        "quite",
        "really",
        "extremely",
        "too",
        "motion",
        "movement",
        "movements",
        "intensity",
        "strength",
        "amplitude",
        "energy",
        "action",
        "level",
        "amount",
        "camera",
        "subject",
        "the",
        "overall",
    }
)
_STRONG: Final = frozenset(
    {
        "strong",
        "large",
        "high",
        "intense",
        "extreme",
        "max",
        "maximum",
        "big",
        "heavy",
        "aggressive",
        "violent",
        "fast",
        "wild",
        "explosive",
        "huge",
        "vigorous",
        "powerful",
        "frantic",
        "rapid",
    }
)
_MODERATE: Final = frozenset({"medium", "moderate", "mid", "normal", "middle", "average"})
_SUBTLE: Final = frozenset(
    {
        "subtle",
        "low",
        "small",
        "minimal",
        "slight",
        "gentle",
        "slow",
        "soft",
        "none",
        "static",
        "light",
        "weak",
        "min",
        "minimum",
        "tiny",
        "calm",
        "still",
    }
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_MAX_WORDS: Final = 4
"""A longer text under ``motion:`` describes a movement and is no strength."""

_FAST: Final = re.compile(
    r"\b(?:(?:very |extremely |super[ -])?fast(?:[ -]?paced|[ -]moving|er)?|rapid(?:ly)?|quick(?:ly)?|swift(?:ly)?"
    r"|whip(?:[ -]?(?:pan|tilt)s?)?|crash[ -]?(?:zooms?|in)|snap[ -]?zooms?|swish[ -]?pans?|frantic(?:ally)?|frenetic"
    r"|violent(?:ly)?|high[ -]speed|breakneck|speed[ -]ramp(?:s|ing)?|explosive)\b"
    r"(?![ -]+(?:lens|lenses|glass|shutter|film|aperture|cuts?|cutting|edit|editing)\b)",
    re.IGNORECASE,
)
_LARGE: Final = re.compile(
    r"\b(?:orbit(?:s|ing)?(?: (?:left|right|around))?|arc(?:s|ing)?(?: (?:shot|move|left|right|around))?"
    r"|circl(?:e|es|ing) around|(?:180|360)(?: ?(?:°|degrees?|deg))?|crane(?:s|d)?(?: (?:up|down|shot|move))?"
    r"|jib(?: (?:up|down|shot|move))?|(?:pull|pulls|pulling|zoom|zooms|zooming)[ -]?(?:out|back)\b(?=[^.;]*\bwide\b)"
    r"|close[- ]?up to wide)",
    re.IGNORECASE,
)
_SMALL: Final = re.compile(
    r"\b(?:subtl[ey]|slight(?:ly)?|small|gentl[ey]|tiny|partial|minor|micro|minimal|short|quarter)\b"
    r"|(?<!\d)[1-9]?\d[ -]?(?:°|deg)",
    re.IGNORECASE,
)
_STILL: Final = re.compile(
    r"\b(?:static|still|locked|locked[ -]off|lock[ -]off|fixed|tripod|none|no movement|steady)\b", re.IGNORECASE
)
_NEGATION: Final = re.compile(
    r"\b(?:no|not|never|without|avoid(?:ing)?|don'?t|non|nothing|instead of|rather than)\b[^.;,]{0,30}$", re.IGNORECASE
)


class Level(Enum):
    """How strong a word is."""

    SUBTLE = 1
    MODERATE = 2
    STRONG = 3


@lru_cache(maxsize=512)
def level_of(text: str) -> Level | None:
    """The strength that a short text names; None where it is a description or says several things."""
    words = [word for word in _WORD.findall(text.casefold()) if word not in _FILLERS]
    if not words or len(words) > _MAX_WORDS:
        return None
    for level, known in ((Level.STRONG, _STRONG), (Level.MODERATE, _MODERATE), (Level.SUBTLE, _SUBTLE)):
        if all(word in known for word in words):
            return level
    return None


def fast_words(field: Field[Any]) -> Iterator[tuple[str, Location]]:
    """Words for a fast camera: ``whip pan``, ``fast``; not where they are negated."""
    return _found(field, _FAST)


def large_moves(field: Field[Any]) -> Iterator[tuple[str, Location]]:
    """Words for a camera move that shows much of what the picture does not: ``orbit``, ``crane up``, ``360``."""
    for scalar, _ in field.texts():
        if _SMALL.search(scalar.value.replace("_", " ")):
            return
    yield from _found(field, _LARGE)


def is_still(field: Field[Any]) -> bool:
    """Whether the camera is told to stand still."""
    return any(_STILL.search(scalar.value.replace("_", " ")) for scalar, _ in field.texts())


def _found(field: Field[Any], pattern: re.Pattern[str]) -> Iterator[tuple[str, Location]]:
    for scalar, _ in field.texts():
        text = scalar.value.replace("_", " ")
        for match in pattern.finditer(text):
            if not _NEGATION.search(text[: match.start()]):
                span = scalar.span_of(*match.span())
                yield scalar.value[match.start() : match.end()], Location(field.file, span, field.path)
