"""Source excerpts: the lines of a span with its words underlined."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from promptlint.report.style import Style
from promptlint.report.visible import visible
from promptlint.report.width import widths
from promptlint.text import SourceText, Span

TAB_COLUMNS: Final = 4
MAX_COLUMNS: Final = 120
"""Longer lines are cut around the underlined words."""
MAX_LINES: Final = 5
"""Of a longer span the first and last lines are shown."""
_CONTEXT_COLUMNS: Final = 30


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    columns: int
    marked: bool


def excerpt(
    source: SourceText, span: Span, mark: str, paint: Callable[[str], str], style: Style, gutter: int
) -> Iterator[str]:
    """The lines of the span, each with a line of marks below it.

    Args:
        source: the text.
        span: the words to underline; an empty span gets one mark.
        mark: the character to underline with.
        paint: colours the marks.
        style: colours the frame.
        gutter: columns for the line numbers.
    """
    first = source.line_of(span.start)
    last = source.line_of(max(span.start, span.end - 1))
    skipped = last - first + 1 > MAX_LINES
    for line in range(first, last + 1):
        if skipped and first + MAX_LINES - 2 <= line < last:
            if line == first + MAX_LINES - 2:
                yield style.frame("...".rjust(gutter + 2))
            continue
        shown, marks = _marked_line(source, line, span, mark)
        yield f"{style.frame(f'{line:>{gutter}} |')} {shown}".rstrip()
        yield f"{style.frame(' ' * gutter + ' |')} {marks[: len(marks) - len(marks.lstrip())]}{paint(marks.lstrip())}"


def _marked_line(source: SourceText, line: int, span: Span, mark: str) -> tuple[str, str]:
    start, end = source.line_span(line)
    text = source.text[start:end]
    low = span.start - start if span.start >= start else len(text) - len(text.lstrip())
    high = max(min(span.end - start, len(text)), low + 1)
    if len(text) <= MAX_COLUMNS and text.isascii() and text.isprintable():
        return text, " " * low + mark * (high - low)
    cells, cut_before, cut_after = _window(list(_cells(text, low, high)))
    shown = "".join(cell.text for cell in cells)
    marks = "".join((mark if cell.marked else " ") * cell.columns for cell in cells).rstrip()
    return f"{'…' * cut_before}{shown}{'…' * cut_after}", f"{' ' * cut_before}{marks}"


def _cells(text: str, low: int, high: int) -> Iterator[_Cell]:
    """The characters of a line as they are shown; a last, empty one where the mark stands behind the text."""
    at = 0
    for index, (char, columns) in enumerate(zip(text, widths(text), strict=True)):
        cell = _Cell(char, columns, low <= index < high)
        if char == "\t":
            room = TAB_COLUMNS - at % TAB_COLUMNS
            cell = _Cell(" " * room, room, cell.marked)
        elif (shown := visible(char)) != char:
            cell = _Cell(shown, len(shown), cell.marked)
        yield cell
        at += cell.columns
    if low >= len(text):
        yield _Cell(" ", 1, True)


def _window(cells: list[_Cell]) -> tuple[list[_Cell], bool, bool]:
    """The part of a line that is shown, and whether something is cut before and behind it."""
    if sum(cell.columns for cell in cells) <= MAX_COLUMNS:
        return cells, False, False
    first = next((index for index, cell in enumerate(cells) if cell.marked), 0)
    start = first
    room = _CONTEXT_COLUMNS
    while start > 0 and room > 0:
        start -= 1
        room -= cells[start].columns
    end = start
    room = MAX_COLUMNS
    while end < len(cells) and room > 0:
        room -= cells[end].columns
        end += 1
    return cells[start:end], start > 0, end < len(cells)
