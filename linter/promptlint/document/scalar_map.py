"""The map from each character of a decoded scalar to its place in the source.

The scanners below follow libyaml's ``scanner.c`` (``yaml_parser_scan_plain_scalar``, ``_scan_flow_scalar`` and
``_scan_block_scalar``), so that what they decode is what libyaml decoded; a property test holds the two together.
A character that stands for several source characters (an escape, a folded line break) maps to all of them.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from promptlint.text import Span

if TYPE_CHECKING:
    from promptlint.document.nodes import Scalar

_BREAKS = "\r\n\x85\u2028\u2029"
_BLANKS = " \t"
_SIMPLE_ESCAPES = {
    "0": "\0",
    "a": "\x07",
    "b": "\b",
    "t": "\t",
    "\t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    " ": " ",
    '"': '"',
    "/": "/",
    "\\": "\\",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}
_HEX_ESCAPES = {"x": 2, "u": 4, "U": 8}


@dataclass(frozen=True, slots=True)
class ScalarMap:
    """Source offsets of the characters of a decoded scalar.

    ``starts[i]`` and ``ends[i]`` enclose in the source what made the decoded character ``i``; both arrays have the
    length of the decoded text.
    """

    decoded: str
    starts: array[int]
    ends: array[int]
    empty_at: int

    def span(self, start: int, end: int) -> Span:
        """Source span of ``decoded[start:end]``; indices beyond the text are clipped."""
        size = len(self.decoded)
        start, end = max(0, min(start, size)), max(0, min(end, size))
        if not size:
            return Span(self.empty_at, self.empty_at)
        if start >= end:
            at = self.starts[start] if start < size else self.ends[-1]
            return Span(at, at)
        return Span(self.starts[start], self.ends[end - 1])

    def characters(self, span: Span) -> tuple[int, int]:
        """Start and end of the decoded characters that a source span touches; the same where it touches none."""
        start = bisect_right(self.ends, span.start)
        return start, max(bisect_left(self.starts, span.end), start)


def map_scalar(scalar: Scalar) -> ScalarMap:
    """Decode the scalar's source again, keeping where each character came from."""
    if scalar.style in ("literal", "folded"):
        # A block scalar ends where the indentation does: its last line break lies beyond ``scalar.end``.
        scanner = _Scanner(scalar.source, scalar.start, len(scalar.source))
        scanner.scan_block(folded=scalar.style == "folded", parent_indent=scalar.parent_indent)
    else:
        scanner = _Scanner(scalar.source, scalar.start, scalar.end)
        scanner.scan_flow(quote={"single": "'", "double": '"'}.get(scalar.style, ""))
    return scanner.result()


@dataclass(slots=True)
class _Piece:
    """A decoded string and the source range of each of its characters."""

    chars: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def add(self, char: str, start: int, end: int) -> None:
        self.chars.append(char)
        self.starts.append(start)
        self.ends.append(end)

    def take(self, other: _Piece) -> None:
        self.chars += other.chars
        self.starts += other.starts
        self.ends += other.ends
        other.clear()

    def clear(self) -> None:
        self.chars, self.starts, self.ends = [], [], []


class _Scanner:
    def __init__(self, source: str, start: int, end: int) -> None:
        self.source = source
        self.at = start
        self.end = end
        self.empty_at = start
        self.out = _Piece()

    def result(self) -> ScalarMap:
        out = self.out
        return ScalarMap("".join(out.chars), array("l", out.starts), array("l", out.ends), self.empty_at)

    def peek(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.source[at] if at < self.end else ""

    def read_break(self, into: _Piece) -> None:
        """Consume one line break; libyaml turns all but LS and PS into a line feed."""
        start = self.at
        char = self.source[start]
        self.at += 2 if char == "\r" and self.peek(1) == "\n" else 1
        into.add(char if char in "\u2028\u2029" else "\n", start, self.at)

    def scan_flow(self, quote: str) -> None:
        """Plain, single-quoted and double-quoted scalars: the same folding, other ends and escapes."""
        if quote:
            self.at += 1
            self.end -= 1
            self.empty_at = self.at
        while self.at < self.end:
            folded_by_escape = self._scan_flow_words(quote)
            self._scan_flow_blanks(leading_blanks=folded_by_escape)

    def _scan_flow_words(self, quote: str) -> bool:
        """Read up to the next blank or break; True when an escaped line break ended the words."""
        while (char := self.peek()) and char not in _BLANKS and char not in _BREAKS:
            start = self.at
            if quote == "'" and char == "'":
                self.at += 2
                self.out.add("'", start, self.at)
            elif quote == '"' and char == "\\":
                if self.peek(1) and self.peek(1) in _BREAKS:
                    self.at += 1
                    self.read_break(_Piece())
                    return True
                self._read_escape()
            else:
                self.at += 1
                self.out.add(char, start, self.at)
        return False

    def _read_escape(self) -> None:
        start = self.at
        code = self.peek(1)
        self.at += 2
        digits = _HEX_ESCAPES.get(code, 0)
        if digits:
            value = int(self.source[self.at : self.at + digits], 16)
            self.at += digits
            if 0xD800 <= value < 0xDC00:
                low = int(self.source[self.at + 2 : self.at + 6], 16)
                value = 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00)
                self.at += 6
            self.out.add(chr(value), start, self.at)
        else:
            self.out.add(_SIMPLE_ESCAPES[code], start, self.at)

    def _scan_flow_blanks(self, *, leading_blanks: bool) -> None:
        start = self.at
        blanks, first_break, further_breaks = _Piece(), _Piece(), _Piece()
        while (char := self.peek()) and (char in _BLANKS or char in _BREAKS):
            if char in _BLANKS:
                if not leading_blanks:
                    blanks.add(char, self.at, self.at + 1)
                self.at += 1
            elif not leading_blanks:
                blanks.clear()
                self.read_break(first_break)
                leading_blanks = True
            else:
                self.read_break(further_breaks)
        if first_break.chars == ["\n"]:
            if further_breaks.chars:
                self.out.take(further_breaks)
            else:
                self.out.add(" ", start, self.at)
        else:
            self.out.take(first_break)
            self.out.take(further_breaks)
        self.out.take(blanks)

    def scan_block(self, *, folded: bool, parent_indent: int) -> None:
        """Literal and folded block scalars with every chomping and indentation indicator."""
        self.at += 1
        chomping, increment = "", 0
        while (char := self.peek()) and char in "+-123456789":
            if char in "+-":
                chomping = char
            else:
                increment = int(char)
            self.at += 1
        while (char := self.peek()) and char not in _BREAKS:
            self.at += 1
        if self.peek():
            self.read_break(_Piece())
        self.empty_at = self.at

        indent = (max(parent_indent, 0) + increment) if increment else 0
        breaks, line_break = _Piece(), _Piece()
        indent = self._scan_block_breaks(indent, parent_indent, breaks)
        leading_blank = False
        column = self._column
        while column == indent and self.peek():
            trailing_blank = self.peek() in _BLANKS
            if folded and line_break.chars == ["\n"] and not leading_blank and not trailing_blank:
                if not breaks.chars:
                    self.out.add(" ", line_break.starts[0], self.at)
                line_break.clear()
            else:
                self.out.take(line_break)
            self.out.take(breaks)
            leading_blank = self.peek() in _BLANKS
            while (char := self.peek()) and char not in _BREAKS:
                self.out.add(char, self.at, self.at + 1)
                self.at += 1
            if self.peek():
                self.read_break(line_break)
            indent = self._scan_block_breaks(indent, parent_indent, breaks)
            column = self._column
        if chomping != "-":
            self.out.take(line_break)
        if chomping == "+":
            self.out.take(breaks)

    _column = 0

    def _scan_block_breaks(self, indent: int, parent_indent: int, breaks: _Piece) -> int:
        """Consume indentation and blank lines; detects the indentation when it is still 0."""
        deepest = 0
        while True:
            self._column = 0
            while (not indent or self._column < indent) and self.peek() == " ":
                self.at += 1
                self._column += 1
            deepest = max(deepest, self._column)
            if not self.peek() or self.peek() not in _BREAKS:
                break
            self.read_break(breaks)
        return indent or max(deepest, parent_indent + 1, 1)
