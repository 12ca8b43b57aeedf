"""Writing directives: the comment that suppresses a finding, where it covers the finding and little else."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from promptlint.document import Document, Mapping, Scalar, walk
from promptlint.edits import line_break
from promptlint.engine import UNUSED_SUPPRESSION_RULE
from promptlint.finding import Finding, TextEdit
from promptlint.fixes.choose import sound
from promptlint.fixes.verify import damage, read
from promptlint.spec_files import JSON_SUFFIXES
from promptlint.suppress import DIRECTIVE, Layout
from promptlint.text import SourceFile, SourceText, Span


@dataclass(frozen=True, slots=True)
class Suppressions:
    """The edits that suppress the findings of one file.

    Attributes:
        edits: insertions of comments.
        covered: the findings that they suppress.
        left: the findings that no comment can suppress, each with the reason.
    """

    edits: tuple[TextEdit, ...] = ()
    covered: list[Finding] = field(default_factory=list)
    left: list[tuple[Finding, str]] = field(default_factory=list)


def suppressions(file: SourceFile, findings: Iterable[Finding], reason: str | None = None) -> Suppressions:
    """Comments that suppress the findings of a file.

    A comment stands behind the line of a finding where there is room for one. Inside a text of several lines there is
    none: it stands behind the key, or on a line of its own above it. Findings about comments themselves are left.

    Args:
        file: the file in which all of the findings lie.
        findings: what is to be suppressed.
        reason: one line, put behind ``--``; empty leaves room for one; None for no reason.
    """
    return _suppressed(file, findings, reason, lambda places, finding: places.of(finding.span.start))


def suppression_from(file: SourceFile, finding: Finding, start: int, reason: str | None = None) -> Suppressions:
    """A comment that suppresses the rule of a finding in all that begins on the line of an offset.

    Args:
        file: the file in which the finding lies.
        finding: one of those that are to be suppressed.
        start: where a list entry or a key begins that holds the finding.
        reason: as of ``suppressions``.
    """
    return _suppressed(file, [finding], reason, lambda places, finding: places.from_line_of(start, finding.span.start))


def suppression_in_file(file: SourceFile, finding: Finding, reason: str | None = None) -> Suppressions:
    """A comment that suppresses the rule of a finding in the whole file; arguments as of ``suppressions``."""
    return _suppressed(file, [finding], reason, lambda places, finding: _WHOLE_FILE)


def _suppressed(
    file: SourceFile,
    findings: Iterable[Finding],
    reason: str | None,
    place_of: Callable[[_Places, Finding], _Place | None],
) -> Suppressions:
    """Comments at the places of findings."""
    findings = list(findings)
    own = [finding for finding in findings if finding.code != UNUSED_SUPPRESSION_RULE]
    left = [(finding, "it is about a comment") for finding in findings if finding.code == UNUSED_SUPPRESSION_RULE]
    if not own:
        return Suppressions(left=left)
    source, name = file.source, file.path.name
    document = read(source.text, name)
    if name.lower().endswith(JSON_SUFFIXES):
        return Suppressions(left=[*left, *((finding, "JSON has no comments") for finding in own)])
    if document.errors:
        return Suppressions(left=[*left, *((finding, "the file cannot be read whole") for finding in own)])
    places = _Places(source, document)
    by_place: dict[_Place, list[Finding]] = {}
    for finding in own:
        place = place_of(places, finding)
        if place is None:
            left.append((finding, "there is no line above it that holds nothing else"))
        else:
            by_place.setdefault(place, []).append(finding)
    by_offset: dict[int, list[_Place]] = {}
    for place in by_place:
        by_offset.setdefault(place.offset, []).append(place)
    groups = []
    for offset, at in sorted(by_offset.items()):
        text = "".join(places.comment(place, by_place[place], reason) for place in sorted(at, reverse=True))
        groups.append([TextEdit(Span(offset, offset), text)])
    kept, refused = sound(groups, lambda edits: damage(source.text, edits, name))
    covered = []
    made = set(kept)
    for index, offset in enumerate(sorted(by_offset)):
        found = [finding for place in by_offset[offset] for finding in by_place[place]]
        if index in made:
            covered += found
        else:
            left += [(finding, refused.get(index, "another comment stands in the way")) for finding in found]
    return Suppressions(tuple(groups[index][0] for index in kept), covered, left)


@dataclass(frozen=True, slots=True, order=True)
class _Place:
    """Where a directive is inserted, and with which word; one on a line of its own stands above the line."""

    offset: int
    verb: str
    own_line: bool


_WHOLE_FILE: Final = _Place(0, "disable-file", own_line=True)


class _Places:
    """Where directives can stand in one file."""

    def __init__(self, source: SourceText, document: Document) -> None:
        self.source = source
        self.layout = Layout(source, document)
        texts, beginnings = [], []
        for node in walk(document):
            if isinstance(node, Scalar):
                texts.append(_text_span(source, node))
            elif isinstance(node, Mapping):
                own = (entry for entry in node.entries if not entry.merged)
                beginnings += [Span(entry.key.start, max(entry.key.end, entry.value.end)) for entry in own]
            else:
                beginnings += [item.span for item in node.items]
        self.texts, self.beginnings = sorted(texts), sorted(beginnings)

    def of(self, offset: int) -> _Place:
        """The place that covers an offset and as little else as can be."""
        line = self.source.line_of(offset)
        if self.source.line_text(line).strip():
            if self._has_room_behind(line):
                return self._behind(line)
            if self._has_room_above(line):
                return self._above(line, "disable-next-line")
        last = bisect_right(self.beginnings, offset, key=lambda span: span.start)
        for start, end in (self.beginnings[index] for index in reversed(range(last))):
            if end < offset:
                continue
            line = self.source.line_of(start)
            if self._has_room_behind(line) and self.layout.end_of(line, whole_items=False) >= offset:
                return self._behind(line)
            if self._has_room_above(line) and self.layout.end_of(line, whole_items=True) >= offset:
                return self._above(line, "disable")
        return _WHOLE_FILE

    def from_line_of(self, start: int, offset: int) -> _Place | None:
        """The place that covers all that begins on the line of ``start``; None where that would not cover an offset."""
        line = self.source.line_of(start)
        covers = self.layout.end_of(line, whole_items=True) >= offset
        return self._above(line, "disable") if covers and self._has_room_above(line) else None

    def comment(self, place: _Place, findings: Iterable[Finding], reason: str | None) -> str:
        """The directive as it is inserted."""
        codes = ",".join(sorted({finding.code for finding in findings}))
        comment = f"# promptlint: {place.verb}={codes}{'' if reason is None else f' -- {reason}'}"
        if not place.own_line:
            return f"  {comment}"
        line = self.source.line_text(self.source.line_of(place.offset))
        indent = line[: len(line) - len(line.lstrip(" \t"))]
        return f"{indent}{comment}{line_break(self.source.text)}"

    def _behind(self, line: int) -> _Place:
        return _Place(self.source.line_span(line).end, "disable", own_line=False)

    def _above(self, line: int, verb: str) -> _Place:
        return _Place(self.source.line_span(line).start, verb, own_line=True)

    def _has_room_behind(self, line: int) -> bool:
        """Whether a comment can stand behind a line: not inside a text, and not behind another directive."""
        span = self.source.line_span(line)
        directives = DIRECTIVE.finditer(self.source.text, span.start, span.end)
        return not self._inside(span.end) and all(self._inside(found.start()) for found in directives)

    def _has_room_above(self, line: int) -> bool:
        """Whether a comment above a line covers it: neither inside a text nor above a comment, which is passed over."""
        start = self.source.line_span(line).start
        return not self._inside(start) and not self.source.line_text(line).lstrip().startswith("#")

    def _inside(self, offset: int) -> bool:
        """Whether an offset lies inside a text, its borders not counted."""
        index = bisect_right(self.texts, offset, key=lambda span: span.start) - 1
        return index >= 0 and self.texts[index].start < offset < self.texts[index].end


def _text_span(source: SourceText, scalar: Scalar) -> Span:
    """Where a comment would become part of a text; that of a block begins behind its first line."""
    if scalar.style not in ("literal", "folded"):
        return scalar.span
    return Span(source.line_span(source.line_of(scalar.start)).end, scalar.end + 1)
