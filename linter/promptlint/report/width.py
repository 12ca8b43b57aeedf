"""How many columns of a terminal text takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from unicodedata import category, east_asian_width

_ZERO_WIDTH_JOINER: Final = "\u200d"
_EMOJI_STYLE: Final = "\ufe0f"
_SKIN_TONES: Final = range(0x1F3FB, 0x1F400)
_NO_WIDTH: Final = frozenset({"Mn", "Me", "Cf"})


def widths(text: str) -> Iterator[int]:
    """The columns of each character: 2 for wide ones (CJK, emoji), 0 for those that join the one before them."""
    if text.isascii():
        yield from (1 for _ in text)
        return
    before = ""
    for index, char in enumerate(text):
        if before == _ZERO_WIDTH_JOINER or (ord(char) in _SKIN_TONES and before) or category(char) in _NO_WIDTH:
            yield 0
        elif east_asian_width(char) in "WF" or text[index + 1 : index + 2] == _EMOJI_STYLE:
            yield 2
        else:
            yield 1
        before = char
