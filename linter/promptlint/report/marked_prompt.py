"""A prompt with its parts marked: letters below the words, and colours on a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from promptlint.facts.prompt.parts import Part, PartKind
from promptlint.report.style import Style
from promptlint.report.visible import visible
from promptlint.report.width import widths

MARKS: Final = {
    PartKind.SUBJECT: "s",
    PartKind.MOTION: "m",
    PartKind.CAMERA: "c",
    PartKind.APPEARANCE: "a",
    PartKind.NEGATION: "n",
}
_COLUMNS: Final = 88
_INDENT: Final = "    "


def marked_prompt(text: str, parts: Sequence[Part], style: Style) -> list[str]:
    """The lines of a wrapped prompt, each followed by a line of marks where it has any, and the key to the marks."""
    if not text.strip():
        return []
    kinds: dict[int, PartKind] = {offset: part.kind for part in parts for offset in range(part.start, part.end)}
    lines = ["  prompt"]
    for start, end in _wrapped(text):
        line = text[start:end]
        cells = widths(line) if visible(line) == line else map(len, map(visible, line))
        lines.append(_INDENT + visible(line))
        marked = (MARKS[kind] if (kind := kinds.get(offset)) else " " for offset in range(start, end))
        marks = "".join(mark * cell for mark, cell in zip(marked, cells, strict=False)).rstrip()
        if marks:
            lines.append(_INDENT + _coloured(marks, style))
    used = [kind for kind in PartKind if kind in kinds.values()]
    if used:
        lines.append(_INDENT + "  ".join(f"{style.part(MARKS[kind], MARKS[kind])} {kind}" for kind in used))
    return lines


def _wrapped(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each line, broken between words and where the prompt itself breaks."""
    start = end = -1
    for word in re.finditer(r"\S+", text):
        if start >= 0 and (word.end() - start > _COLUMNS or "\n" in text[end : word.start()]):
            yield start, end
            start = -1
        start = word.start() if start < 0 else start
        end = word.end()
    if start >= 0:
        yield start, end


def _coloured(marks: str, style: Style) -> str:
    return "".join(style.part(mark, mark) if mark != " " else mark for mark in marks)
