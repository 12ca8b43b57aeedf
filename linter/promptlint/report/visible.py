"""Makes text safe to show: control characters of a spec must not reach a terminal or a CI system's commands."""

from __future__ import annotations

import re
from typing import Final

_HARMFUL: Final = (
    "\x00-\x1f\x7f-\x9f"  # C0 and C1 controls, escape sequences begin here
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional controls, which reorder what is read
    "\u2028\u2029"  # line and paragraph separators
    "\ud800-\udfff"  # lone surrogates, which no encoding can write
)
_ALL: Final = re.compile(f"[{_HARMFUL}]")
_BUT_LINES: Final = re.compile(f"(?!\n)[{_HARMFUL}]")


def visible(text: str) -> str:
    """The text on one line, with every control character as its escape, such as ``\\x1b``."""
    return _ALL.sub(_escaped, text) if _ALL.search(text) else text


def visible_lines(text: str) -> str:
    """The same, but line feeds stay."""
    text = text.replace("\r\n", "\n")
    return _BUT_LINES.sub(_escaped, text) if _BUT_LINES.search(text) else text


def _escaped(match: re.Match[str]) -> str:
    char = match[0]
    named = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(char)
    if named:
        return named
    return f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"\\u{ord(char):04x}"
