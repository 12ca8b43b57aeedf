"""The known word that somebody probably meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def nearest(word: str, known: Iterable[str], *, limit: int = 1, cutoff: float = 0.72) -> list[str]:
    """The known words that look most like this one, whatever its case and its hyphens."""
    from difflib import get_close_matches

    by_plain: dict[str, str] = {}
    for candidate in known:
        by_plain.setdefault(plain(candidate), candidate)
    return [by_plain[match] for match in get_close_matches(plain(word), list(by_plain), limit, cutoff)]


def is_very_close(word: str, other: str) -> bool:
    """Whether two words differ by case, hyphens, one letter or two letters swapped.

    A word with another ending, such as a plural, is another word.
    """
    a, b = plain(word), plain(other)
    if a == b:
        return True
    if min(len(a), len(b)) < 5 or a.startswith(b) or b.startswith(a) or abs(len(a) - len(b)) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest_a, rest_b = a[start:], b[start:]
    if len(rest_a) == len(rest_b):
        swapped = rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:]
        return swapped or rest_a[1:] == rest_b[1:]
    return rest_a[1:] == rest_b or rest_b[1:] == rest_a


def plain(word: str) -> str:
    """A word in lower case with underscores, as keys are written."""
    return _CAMEL.sub("_", word).lower().replace("-", "_").replace(" ", "_")
