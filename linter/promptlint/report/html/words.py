"""Words with what is said of them: a prompt cut at its parts and findings, and lines of a file with words marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from promptlint.document import Scalar
from promptlint.facts.prompt.parts import Part
from promptlint.finding import Finding
from promptlint.spec.model import Field
from promptlint.text import SourceText, Span

MOST_LINES: Final = 4
MOST_BEFORE: Final = 80
MOST_MARKED: Final = 240
MOST_BEHIND: Final = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one part of a prompt; ``kind`` is empty where they are of none."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that the same findings are about, the worst finding first."""

    pieces: tuple[Piece, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class ExcerptLine:
    """A line of a file around the words that a finding is about; ``number`` is None where lines are left out."""

    number: int | None
    before: str = ""
    marked: str = ""
    behind: str = ""


def runs_of(field: Field[str], parts: Sequence[Part], findings: Iterable[Finding]) -> tuple[Run, ...]:
    """A text cut wherever a part or a finding begins or ends.

    Args:
        field: the text.
        parts: its parts, in characters of its value, without overlaps.
        findings: findings, also such that stand elsewhere.
    """
    text = field.value
    marked = _characters(field, findings)
    starts: dict[int, list[Finding]] = {}
    ends: dict[int, list[Finding]] = {}
    for finding, (start, end) in marked:
        starts.setdefault(start, []).append(finding)
        ends.setdefault(end, []).append(finding)
    cuts = sorted({0, len(text), *starts, *ends})
    runs: list[Run] = []
    here: list[Finding] = []
    for start, end in pairwise(cuts):
        gone = {id(finding) for finding in ends.get(start, ())}
        here = [finding for finding in here if id(finding) not in gone] + starts.get(start, [])
        worst_first = sorted(here, key=lambda finding: (-finding.severity, finding.code))
        runs.append(Run(tuple(_pieces(text, start, end, parts)), tuple(worst_first)))
    return tuple(runs)


def _characters(field: Field[str], findings: Iterable[Finding]) -> list[tuple[Finding, tuple[int, int]]]:
    """The findings inside a text, each with the characters of the value that it is about."""
    node = field.node
    inside = [finding for finding in findings if finding.file.path == field.file.path and _lies_in(finding.span, node)]
    if not inside or not isinstance(node, Scalar):
        return []
    mapped = node.map()
    if mapped.decoded != field.value:
        return []
    ranges = ((finding, mapped.characters(finding.span)) for finding in inside)
    return [(finding, (start, end)) for finding, (start, end) in ranges if start < end]


def _lies_in(span: Span, node: object) -> bool:
    return isinstance(node, Scalar) and node.start <= span.start < node.end and span.start < span.end <= node.end + 1


def _pieces(text: str, start: int, end: int, parts: Sequence[Part]) -> Iterator[Piece]:
    at = start
    for part in parts:
        low, high = max(part.start, start), min(part.end, end)
        if low >= high:
            continue
        if at < low:
            yield Piece(text[at:low])
        yield Piece(text[low:high], part.kind.value)
        at = high
    if at < end:
        yield Piece(text[at:end])


def excerpt_of(source: SourceText, span: Span) -> tuple[ExcerptLine, ...]:
    """The lines of a span; of many the first ones and the last, of long ones what is around the words."""
    first = source.line_of(span.start)
    last = source.line_of(max(span.start, span.end - 1))
    numbers: list[int | None] = list(range(first, last + 1))
    if len(numbers) > MOST_LINES:
        numbers[MOST_LINES - 2 : -1] = [None]
    lines = [_line(source, number, span) for number in numbers]
    indents = (len(line.before) - len(line.before.lstrip(" ")) for line in lines if line.before or line.marked)
    cut = min(indents, default=0)
    return tuple(
        ExcerptLine(line.number, _last(line.before[cut:]), _first(line.marked, MOST_MARKED), _behind(line))
        for line in lines
    )


def _line(source: SourceText, number: int | None, span: Span) -> ExcerptLine:
    if number is None:
        return ExcerptLine(None)
    start, end = source.line_span(number)
    text = source.text[start:end]
    low = span.start - start if span.start >= start else len(text) - len(text.lstrip())
    high = max(min(span.end - start, len(text)), low)
    return ExcerptLine(number, text[:low], text[low:high], text[high:])


def _last(text: str) -> str:
    return text if len(text) <= MOST_BEFORE else f"…{text[-MOST_BEFORE:]}"


def _first(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


def _behind(line: ExcerptLine) -> str:
    return "" if len(line.marked) > MOST_MARKED else _first(line.behind, MOST_BEHIND)
