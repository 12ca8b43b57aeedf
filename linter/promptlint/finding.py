"""Findings: what a rule reports, where, how sure it is, and the edits that would repair it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, NamedTuple

from promptlint.geometry import Box
from promptlint.text import SourceFile, Span

if TYPE_CHECKING:
    from promptlint.spec.model import KeyPath, Location, Shot


class Severity(IntEnum):
    """How bad it is.

    An error is what the provider refuses or what cannot mean what it says, a warning is likely drift or a wasted
    generation, an info is advice.
    """

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The word used in configuration and reports."""
        return self.name.lower()

    def lowered(self) -> Severity:
        """One step milder; an info stays an info."""
        return Severity(max(self - 1, Severity.INFO))


class Confidence(IntEnum):
    """How sure the rule is that the finding is true."""

    POSSIBLE = 1
    LIKELY = 2
    CERTAIN = 3

    @property
    def label(self) -> str:
        """The word used in configuration and reports."""
        return self.name.lower()


class Tag(StrEnum):
    """How an editor may render the place of a finding."""

    DEPRECATED = "deprecated"
    UNNECESSARY = "unnecessary"


class TextEdit(NamedTuple):
    """Replaces a span of the file's text."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits to one file that repair a finding.

    A safe fix is the plain remedy and keeps what the shot is about; an unsafe one makes another clip of it (another
    model, other wording, another length) and wants a look. One that ``comes_first`` is made before all others, because
    what else is to be said of the shot rests on what it changes.
    """

    title: str
    edits: tuple[TextEdit, ...]
    safe: bool = True
    comes_first: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """Another place that the finding rests on: in a spec, or a region of a picture."""

    message: str
    location: Location | None = None
    picture: str | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule reports. The engine makes a ``Finding`` of it by adding the rule's code and severity.

    Attributes:
        at: the very words that it is about.
        message: what was found, what is allowed, and why it matters for the clip.
        advice: what to do.
        fix: edits to the file of ``at``, the repair that ``--fix`` makes.
        alternatives: other repairs, which an editor offers.
        severity: instead of the rule's own.
        confidence: instead of the rule's own.
        shot: the shot that it is about, where ``at`` does not lie in it, as in defaults that it inherits.
    """

    at: Location
    message: str
    advice: str = ""
    evidence: tuple[Evidence, ...] = ()
    fix: Fix | None = None
    severity: Severity | None = None
    confidence: Confidence | None = None
    tag: Tag | None = None
    alternatives: tuple[Fix, ...] = ()
    shot: Shot | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem with everything that a report needs."""

    code: str
    name: str
    severity: Severity
    confidence: Confidence
    message: str
    advice: str
    file: SourceFile = field(repr=False)
    span: Span
    path: KeyPath
    shot: str | None = None
    evidence: tuple[Evidence, ...] = ()
    fix: Fix | None = None
    tag: Tag | None = None
    alternatives: tuple[Fix, ...] = ()

    @property
    def order(self) -> tuple[int, int, str, str]:
        """What the findings of a file are sorted by: their place first."""
        return self.span.start, self.span.end, self.code, self.message

    @property
    def text(self) -> str:
        """Message and advice as one text."""
        return f"{self.message} {self.advice}" if self.advice else self.message
