"""What can be folded away: shots, characters, prompts, lists, and blocks of comments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from promptlint.document import Mapping, Node, Scalar, Sequence, walk
from promptlint.spec.model import SpecFile
from promptlint.suppress import Layout


@dataclass(frozen=True, slots=True, order=True)
class Fold:
    """Lines that can be folded into the first of them; both count from 1."""

    first: int
    last: int
    is_comment: bool = False


def folds(file: SpecFile) -> list[Fold]:
    """The folds of a file; of those that begin on one line, the longest."""
    longest: dict[int, Fold] = {}
    for fold in (*_values(file), *_comments(file)):
        known = longest.get(fold.first)
        if known is None or fold.last > known.last:
            longest[fold.first] = fold
    return sorted(longest.values())


def _values(file: SpecFile) -> Iterator[Fold]:
    line_of = file.source.line_of
    for node in walk(file.document):
        if isinstance(node, Mapping):
            parts = [(entry.key.start, entry.value) for entry in node if not entry.merged]
        elif isinstance(node, Sequence):
            parts = [(item.start, item) for item in node.items]
        else:
            continue
        for start, value in parts:
            first, last = line_of(start), line_of(_end(file, value))
            if value.start >= start and last > first:
                yield Fold(first, last)


def _end(file: SpecFile, node: Node) -> int:
    """Where the last line ends that is folded away: a closing bracket on a line of its own stays in sight."""
    end = node.start + len(file.source.text[node.start : node.end].rstrip())
    if not isinstance(node, Scalar) and node.flow:
        line = file.source.line_span(file.source.line_of(end))
        if not file.source.text[line.start : end - 1].strip():
            return max(node.start, line.start - 1)
    return end


def _comments(file: SpecFile) -> Iterator[Fold]:
    """Blocks of lines that hold nothing but comments."""
    layout = Layout(file.source, file.document)
    first: int | None = None
    count = len(file.source.line_starts)
    for line in range(1, count + 2):
        text = file.source.line_text(line) if line <= count else ""
        at = file.source.line_starts[line - 1] + len(text) - len(text.lstrip()) if line <= count else 0
        if text.lstrip().startswith("#") and not layout.inside_value(at):
            first = first or line
            continue
        if first is not None and line - 1 > first:
            yield Fold(first, line - 1, is_comment=True)
        first = None
