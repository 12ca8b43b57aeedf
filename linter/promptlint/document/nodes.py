"""The node tree of a YAML document: every node carries its span in the source.

Nodes are shared where the document uses aliases, so a walk over a tree must not assume that a node has one parent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from promptlint.text import Span

if TYPE_CHECKING:
    from promptlint.document.scalar_map import ScalarMap

ScalarStyle: TypeAlias = Literal["plain", "single", "double", "literal", "folded"]


@dataclass(slots=True, eq=False)
class Scalar:
    """A scalar with its decoded text; nothing is resolved to a number, date or boolean here.

    ``start`` and ``end`` enclose the whole scalar in the source, quotes and block indicators included.
    ``parent_indent`` is the column of the enclosing block collection, -1 at the root; ``in_flow`` says whether the
    scalar stands in brackets or braces.
    """

    value: str
    start: int
    end: int
    style: ScalarStyle
    source: str
    parent_indent: int = -1
    tag: str | None = None
    anchor: str | None = None
    in_flow: bool = False

    @property
    def span(self) -> Span:
        """The whole scalar in the source."""
        return Span(self.start, self.end)

    @property
    def content_span(self) -> Span:
        """The scalar in the source without quotes, block indicators and surrounding blank lines."""
        if self.style == "plain" or not self.value.strip():
            return self.span
        if self.style in ("single", "double") and self.value == self.value.strip():
            return Span(self.start + 1, self.end - 1)
        first = len(self.value) - len(self.value.lstrip())
        return self.map().span(first, len(self.value.rstrip()))

    def map(self) -> ScalarMap:
        """The map from characters of ``value`` to offsets in the source."""
        from promptlint.document.scalar_map import map_scalar

        return map_scalar(self)

    def span_of(self, start: int, end: int) -> Span:
        """The source span of the characters ``value[start:end]``."""
        return self.map().span(start, end)


@dataclass(slots=True, eq=False)
class Entry:
    """A key and its value. ``merged`` marks an entry that a merge key (``<<``) brought in."""

    key: Scalar
    value: Node
    merged: bool = False


@dataclass(slots=True, eq=False)
class Mapping:
    """A mapping; ``entries`` are unique by key, the first of duplicates wins and the rest are in ``duplicates``."""

    start: int
    end: int
    flow: bool
    entries: list[Entry] = field(default_factory=list)
    duplicates: list[Entry] = field(default_factory=list)
    anchor: str | None = None
    _index: dict[str, Entry] = field(default_factory=dict)

    @property
    def span(self) -> Span:
        """The whole mapping in the source."""
        return Span(self.start, self.end)

    def add(self, entry: Entry) -> bool:
        """Add an entry; returns False when the key is there already."""
        key = entry.key.value
        if key in self._index:
            return False
        self._index[key] = entry
        self.entries.append(entry)
        return True

    def get(self, key: str) -> Entry | None:
        """The entry with this key."""
        return self._index.get(key)

    def __contains__(self, key: str) -> bool:
        return key in self._index

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)


@dataclass(slots=True, eq=False)
class Sequence:
    """A list of nodes."""

    start: int
    end: int
    flow: bool
    items: list[Node] = field(default_factory=list)
    anchor: str | None = None

    @property
    def span(self) -> Span:
        """The whole list in the source."""
        return Span(self.start, self.end)

    def __iter__(self) -> Iterator[Node]:
        return iter(self.items)


Node: TypeAlias = Scalar | Mapping | Sequence
