"""Findings of shots from one version of a file's text to the next: what has not changed is not linted again."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from promptlint.finding import Evidence, Finding, Fix, TextEdit
from promptlint.spec.model import KeyPath, Location, Shot, SpecFile
from promptlint.text import Span

_ANCHOR: Final = re.compile(r"(?:^|[\s,\[{:-])&\S", re.MULTILINE)
_NOT_BLANK: Final = re.compile(r"\S")
_Key: TypeAlias = tuple[str, int, KeyPath]


@dataclass(slots=True)
class _Kept:
    """The findings of a shot, and where its lines began when they were made."""

    start: int
    path: KeyPath
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class ShotMemo:
    """The findings of the shots of one file, by their text.

    They hold as long as the text between the shots, the files that it extends and the circumstances are what they
    were. A file with anchors is never remembered, as the text of one shot may then speak for another.
    """

    _context: Hashable = None
    _kept: dict[_Key, _Kept] = field(default_factory=dict)
    _fresh: dict[_Key, _Kept] = field(default_factory=dict)
    _spans: dict[Shot, Span] = field(default_factory=dict)

    def begin(self, file: SpecFile, circumstances: Hashable) -> bool:
        """Turn to a new version of the file; False where nothing can be remembered of it."""
        text = file.source.text
        if file.document.errors or ("&" in text and _ANCHOR.search(text)):
            return False
        self._spans = {shot: _lines(text, shot) for shot in file.shots}
        context = (_between(text, self._spans.values()), tuple(file.bases()), circumstances)
        if context != self._context:
            self._context = context
            self._kept.clear()
        return True

    def recall(self, shot: Shot) -> list[Finding] | None:
        """The findings of a shot whose text is known; None where it has to be linted."""
        key = self._key(shot)
        known = self._kept.get(key)
        if known is None:
            return None
        span = self._spans[shot]
        shift = span.start - known.start
        moved = [_moved(finding, shot, known.path, shift) for finding in known.findings]
        self._fresh[key] = _Kept(span.start, shot.path, tuple(moved))  # of this version, so that older ones are let go
        return moved

    def keep(self, shot: Shot, findings: list[Finding]) -> None:
        """Remember the findings of a shot, unless they say something of another place."""
        span = self._spans[shot]
        if all(_lies_within(finding, shot.file, span) for finding in findings):
            self._fresh[self._key(shot)] = _Kept(span.start, shot.path, tuple(findings))

    def end(self) -> None:
        """Forget the shots that the file no longer has."""
        self._kept, self._fresh = self._fresh, {}
        self._spans = {}

    def _key(self, shot: Shot) -> _Key:
        span = self._spans[shot]
        return shot.file.source.text[span.start : span.end], shot.node.start - span.start, shot.path[:-1]


def _lines(text: str, shot: Shot) -> Span:
    """The lines that a shot stands on, from their start to the first character that follows and is not blank.

    A fix may rest on that one: whether anything follows at all decides where a key can be added.
    """
    end = text.find("\n", shot.node.end)
    follows = _NOT_BLANK.search(text, end) if end >= 0 else None
    return Span(text.rfind("\n", 0, shot.node.start) + 1, follows.end() if follows else len(text))


def _between(text: str, spans: Iterable[Span]) -> tuple[str, ...]:
    pieces = []
    at = 0
    for span in sorted(spans):
        pieces.append(text[at : span.start])
        at = max(at, span.end)
    return (*(piece for piece in pieces if piece), text[at:])


def _lies_within(finding: Finding, file: SpecFile, span: Span) -> bool:
    places = [finding.span]
    for fix in (finding.fix, *finding.alternatives):
        places += [edit.span for edit in fix.edits] if fix is not None else []
    for item in finding.evidence:
        if item.location is not None:
            if item.location.file is not file:
                return False
            places.append(item.location.span)
    return finding.file is file and all(span.start <= place.start and place.end <= span.end for place in places)


def _moved(finding: Finding, shot: Shot, path: KeyPath, shift: int) -> Finding:
    """A finding in the new text of its file."""
    return Finding(
        finding.code,
        finding.name,
        finding.severity,
        finding.confidence,
        finding.message,
        finding.advice,
        shot.file,
        _shifted(finding.span, shift),
        (*shot.path, *finding.path[len(path) :]),
        finding.shot,
        tuple(_moved_evidence(item, shot, path, shift) for item in finding.evidence),
        _moved_fix(finding.fix, shift) if finding.fix is not None else None,
        finding.tag,
        tuple(_moved_fix(fix, shift) for fix in finding.alternatives),
    )


def _moved_evidence(item: Evidence, shot: Shot, path: KeyPath, shift: int) -> Evidence:
    if item.location is None:
        return item
    where = item.location
    own = where.path[: len(path)] == path
    moved = (*shot.path, *where.path[len(path) :]) if own else where.path
    return replace(item, location=Location(shot.file, _shifted(where.span, shift), moved))


def _moved_fix(fix: Fix, shift: int) -> Fix:
    edits = tuple(TextEdit(_shifted(edit.span, shift), edit.text) for edit in fix.edits)
    return Fix(fix.title, edits, fix.safe, fix.comes_first)


def _shifted(span: Span, shift: int) -> Span:
    return Span(span.start + shift, span.end + shift)
