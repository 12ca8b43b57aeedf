"""Files while they are edited: their text, what it was before, and which parts of it are new."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from promptlint.edits import apply
from promptlint.finding import Finding, TextEdit
from promptlint.text import SourceFile, SourceText, Span

_Piece: TypeAlias = Span | str
"""A part of an edited text: what stood there before, or what was written."""


class _Step:
    """Edits that were made together, and the text before them."""

    def __init__(self, old: str, edits: tuple[TextEdit, ...]) -> None:
        self.old = old
        self.edits = edits
        self.begins: list[int] = []
        self.ends: list[int] = []
        self.grown = [0]
        for (start, end), new in edits:
            self.begins.append(start + self.grown[-1])
            self.ends.append(self.begins[-1] + len(new))
            self.grown.append(self.grown[-1] + len(new) - (end - start))

    def moved(self, low: int, high: int) -> int | None:
        """How far the edits moved the lines that stand from one offset to another; None where they changed them."""
        index = bisect_left(self.ends, low)
        while index < len(self.edits) and self.begins[index] <= high:
            (start, end), _ = self.edits[index]
            if self.ends[index] == low and self.old[max(end - 1, 0) : end] in ("", "\n"):
                index += 1
            elif self.begins[index] == high and self.old[start : start + 1] in ("", "\r", "\n"):
                break
            else:
                return None
        return self.grown[index]


@dataclass(slots=True)
class EditedText:
    """The text of one file.

    Attributes:
        before: the file as it is on disk.
        now: its text with all edits.
    """

    before: SourceFile
    now: SourceText
    _steps: list[_Step] = field(default_factory=list)

    @property
    def rounds(self) -> int:
        """How often it was edited."""
        return len(self._steps)

    def edit(self, edits: Iterable[TextEdit]) -> None:
        """Make edits, which do not overlap; of equal ones one."""
        step = _Step(self.now.text, tuple(sorted(set(edits))))
        self._steps.append(step)
        self.now = SourceText(apply(self.now.text, step.edits), self.before.source.bom)

    @property
    def edits(self) -> tuple[TextEdit, ...]:
        """What makes the text out of the one before, in one step: edits that do not overlap, in order."""
        pieces: list[_Piece] = [Span(0, len(self.before.source.text))]
        for step in self._steps:
            pieces = list(_with_edits(pieces, step.edits))
        return tuple(_differences(pieces, len(self.before.source.text)))

    def origin(self, span: Span) -> Span | None:
        """Where a span of the text stood before all edits; None where an edit changed one of its lines."""
        low, high = _lines_around(self.now.text, span)
        moved = 0
        for step in reversed(self._steps):
            by = step.moved(low - moved, high - moved)
            if by is None:
                return None
            moved += by
        return Span(span.start - moved, span.end - moved)


def _with_edits(pieces: Iterable[_Piece], edits: Iterable[TextEdit]) -> Iterator[_Piece]:
    """The pieces of a text after edits to it."""
    ahead = iter(pieces)
    piece, at = next(ahead, None), 0

    def taken(end: int) -> Iterator[_Piece]:
        """What stands before an offset and was not taken yet."""
        nonlocal piece, at
        while piece is not None and at < end:
            first, rest = _cut(piece, end - at)
            yield first
            at += _length(first)
            piece = rest if rest is not None else next(ahead, None)

    for (start, end), new in edits:
        yield from taken(start)
        for _ in taken(end):
            pass
        if new:
            yield new
    if piece is not None:
        yield piece
    yield from ahead


def _differences(pieces: Iterable[_Piece], length: int) -> Iterator[TextEdit]:
    """The edits that make a text of such pieces out of one of that length."""
    at, new = 0, ""
    for piece in (*pieces, Span(length, length)):
        if isinstance(piece, str):
            new += piece
            continue
        if new or piece.start > at:
            yield TextEdit(Span(at, piece.start), new)
        at, new = piece.end, ""


def _cut(piece: _Piece, length: int) -> tuple[_Piece, _Piece | None]:
    """The start of a piece and what is left of it."""
    if length >= _length(piece):
        return piece, None
    if isinstance(piece, str):
        return piece[:length], piece[length:]
    return Span(piece.start, piece.start + length), Span(piece.start + length, piece.end)


def _length(piece: _Piece) -> int:
    return len(piece) if isinstance(piece, str) else piece.end - piece.start


def _lines_around(text: str, span: Span) -> Span:
    """The lines that a span lies in, without the last line end."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", max(span.start, span.end - 1))
    end = len(text) if end < 0 else end
    return Span(start, end - 1 if end > start and text[end - 1] == "\r" else end)


class Texts:
    """The files that were edited, by path."""

    def __init__(self) -> None:
        self._by_path: dict[Path, EditedText] = {}

    def __iter__(self) -> Iterator[EditedText]:
        """The edited files in the order of their names."""
        return iter(sorted(self._by_path.values(), key=lambda text: text.before.name))

    def __contains__(self, path: Path) -> bool:
        return path in self._by_path

    @property
    def contents(self) -> dict[Path, bytes]:
        """The bytes of the edited files."""
        return {path: text.now.to_bytes() for path, text in self._by_path.items()}

    def edit(self, file: SourceFile, edits: Iterable[TextEdit]) -> None:
        """Make edits to a file in its present state."""
        known = self._by_path.setdefault(file.path, EditedText(file, file.source))
        known.edit(edits)

    def give_up(self, path: Path) -> None:
        """Forget what was done to a file."""
        self._by_path.pop(path, None)

    def as_before(self, finding: Finding) -> tuple[SourceFile, Span] | None:
        """Where a finding stands in the file on disk; None where an edit changed one of its lines."""
        edited = self._by_path.get(finding.file.path)
        if edited is None:
            return finding.file, finding.span
        origin = edited.origin(finding.span)
        return None if origin is None else (edited.before, origin)
