"""Source text: decoding, the line table, and conversion between offsets and editor columns.

Inside promptlint every position is an *offset*: a count of Unicode code points from the start of the text, the byte
order mark not counted. Lines end at ``\\n``, ``\\r\\n`` or ``\\r`` and at nothing else, as in YAML 1.2 and LSP.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

ColumnEncoding = Literal["utf-8", "utf-16", "utf-32"]

_LINE_END = re.compile(r"\r\n|\n|\r")
_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")


class DecodeError(ValueError):
    """The bytes are not UTF-8 text; the message says what they are instead."""


class Span(NamedTuple):
    """A half-open range of offsets, ``start`` up to but not including ``end``."""

    start: int
    end: int


class Position(NamedTuple):
    """A place as editors count it: line and column from 1, the column in code points."""

    line: int
    column: int


@dataclass(frozen=True)
class SourceText:
    """The text of one file.

    Attributes:
        text: the decoded text without byte order mark, line ends as in the file.
        bom: whether the file starts with a UTF-8 byte order mark.
    """

    text: str
    bom: bool = False

    @classmethod
    def from_bytes(cls, data: bytes) -> SourceText:
        """Decode the bytes of a file.

        Raises:
            DecodeError: the bytes are not UTF-8, or hold NUL characters.
        """
        if data.startswith(_UTF16_BOMS):
            raise DecodeError("The file is UTF-16, and a shot spec is read as UTF-8. Save it as UTF-8.")
        bom = data.startswith(_UTF8_BOM)
        if bom:
            data = data[len(_UTF8_BOM) :]
        nul = data.find(b"\0")
        if nul >= 0:
            raise DecodeError(
                f"The file holds a NUL byte (byte {nul}), so it is binary or UTF-16 without a mark. "
                "A shot spec is UTF-8 text."
            )
        try:
            return cls(data.decode("utf-8"), bom)
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise DecodeError(
                f"Byte 0x{data[error.start]:02x} on line {line} is not UTF-8 (perhaps the file is Latin-1 or "
                "Windows-1252). Save it as UTF-8."
            ) from None

    def to_bytes(self) -> bytes:
        """The bytes of a file with this text; of one that was decoded the bytes that it had."""
        return (_UTF8_BOM if self.bom else b"") + self.text.encode("utf-8")

    @cached_property
    def line_starts(self) -> list[int]:
        """Offset of the first character of every line."""
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    def line_of(self, offset: int) -> int:
        """Line number, from 1, that holds the offset."""
        return bisect_right(self.line_starts, offset)

    def position(self, offset: int) -> Position:
        """Line and column of an offset."""
        line = self.line_of(offset)
        return Position(line, offset - self.line_starts[line - 1] + 1)

    def line_span(self, line: int) -> Span:
        """Offsets of a line's text without its line end. Lines count from 1."""
        start = self.line_starts[line - 1]
        end = self.line_starts[line] if line < len(self.line_starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return Span(start, end)

    def line_text(self, line: int) -> str:
        """The text of a line without its line end. Lines count from 1."""
        start, end = self.line_span(line)
        return self.text[start:end]

    def encoded_column(self, offset: int, encoding: ColumnEncoding) -> tuple[int, int]:
        """LSP position of an offset: line from 0 and column from 0 in code units of the encoding."""
        line = self.line_of(offset)
        before = self.text[self.line_starts[line - 1] : offset]
        return line - 1, code_units(before, encoding)

    def offset_at(self, line: int, column: int, encoding: ColumnEncoding) -> int:
        """Offset of an LSP position (line and column from 0), clipped to the text.

        A column inside a surrogate pair or a multi-byte sequence gives the start of that character.
        """
        if line < 0:
            return 0
        if line >= len(self.line_starts):
            return len(self.text)
        start, end = self.line_span(line + 1)
        if encoding == "utf-32" or self.text[start:end].isascii():
            return min(start + max(column, 0), end)
        units = 0
        for offset in range(start, end):
            units += code_units(self.text[offset], encoding)
            if units > column:
                return offset
        return end


@dataclass(eq=False)
class SourceFile:
    """A text file of the project.

    Attributes:
        path: where it is on disk, absolute.
        name: how it is shown: relative to the working directory, with forward slashes.
        source: its text.
    """

    path: Path
    name: str
    source: SourceText


def code_units(text: str, encoding: ColumnEncoding) -> int:
    """Length of the text in code units of the encoding."""
    if encoding == "utf-32" or text.isascii():
        return len(text)
    if encoding == "utf-8":
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text) + sum(char > "\uffff" for char in text)
