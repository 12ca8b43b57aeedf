"""Findings of an earlier version of a text, moved to where their words stand now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from promptlint.finding import Evidence, Finding, Fix, TextEdit
from promptlint.spec.model import Location, SpecFile
from promptlint.text import SourceFile, Span


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between two texts: all between a common start and a common end.

    Attributes:
        start: where the difference begins, in both.
        end: where it ends in the old text.
        shift: how much further the end lies in the new one.
    """

    start: int
    end: int
    shift: int

    @classmethod
    def between(cls, old: str, new: str) -> Change:
        """The difference of two texts."""
        start = _common(old, new)
        tail = _common(old[start:][::-1], new[start:][::-1])
        return cls(start, len(old) - tail, len(new) - len(old))

    def moved(self, span: Span) -> Span | None:
        """A span in the new text; None where the difference touches it."""
        if span.end < self.start:
            return span
        if span.start > self.end:
            return Span(span.start + self.shift, span.end + self.shift)
        return None


def carried(findings: Iterable[Finding], old: SourceFile, new: SpecFile) -> Iterator[Finding]:
    """The findings of an old text as findings of the new one; what was changed loses its findings."""
    change = Change.between(old.source.text, new.source.text)
    for finding in findings:
        span = change.moved(finding.span)
        if span is not None:
            yield replace(
                finding,
                file=new,
                span=span,
                evidence=tuple(_evidence(finding.evidence, change, old, new)),
                fix=_fix(finding.fix, change),
                alternatives=tuple(fix for one in finding.alternatives if (fix := _fix(one, change)) is not None),
            )


def _evidence(evidence: Iterable[Evidence], change: Change, old: SourceFile, new: SpecFile) -> Iterator[Evidence]:
    for item in evidence:
        where = item.location
        if where is None or where.file.path != old.path:
            yield item
        elif (span := change.moved(where.span)) is not None:
            yield replace(item, location=Location(new, span, where.path))


def _fix(fix: Fix | None, change: Change) -> Fix | None:
    if fix is None:
        return None
    edits = [(change.moved(edit.span), edit.text) for edit in fix.edits]
    moved = tuple(TextEdit(span, text) for span, text in edits if span is not None)
    return replace(fix, edits=moved) if len(moved) == len(edits) else None


def _common(one: str, other: str) -> int:
    """How many characters two texts have in common at their start."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
