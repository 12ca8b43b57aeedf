"""Offsets of the engine as positions of the protocol, and back."""

from __future__ import annotations

from dataclasses import dataclass

from lsprotocol import types

from promptlint.text import ColumnEncoding, SourceText, Span


@dataclass(frozen=True, slots=True)
class Positions:
    """The places of one text in the client's encoding."""

    source: SourceText
    encoding: ColumnEncoding

    def position(self, offset: int) -> types.Position:
        """The position of an offset."""
        return types.Position(*self.source.encoded_column(offset, self.encoding))

    def range(self, span: Span) -> types.Range:
        """The range of a span."""
        return types.Range(self.position(span.start), self.position(span.end))

    def offset(self, position: types.Position) -> int:
        """The offset of a position, clipped to the text."""
        return self.source.offset_at(position.line, position.character, self.encoding)

    def span(self, range_: types.Range) -> Span:
        """The span of a range; a reversed one is empty."""
        start = self.offset(range_.start)
        return Span(start, max(start, self.offset(range_.end)))
