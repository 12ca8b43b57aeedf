"""What stands on the page, as plain values: everything is computed here, the template only places it.

Texts are as they were written; the template escapes them and makes control characters visible.
"""

from __future__ import annotations

from dataclasses import dataclass

from promptlint.report.html.bars import Bar
from promptlint.report.html.pictures import Figure, Thumbnail
from promptlint.report.html.words import ExcerptLine, Piece
from promptlint.timeline import Counts


@dataclass(frozen=True, slots=True)
class ShownFix:
    """A repair that a finding carries."""

    title: str
    safe: bool


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """Another place that a finding rests on; ``where`` is a file with its line, or a picture."""

    message: str
    where: str


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """One finding.

    Attributes:
        anchor: the id of its element.
        url: the rule's page; empty where it has none.
        excerpt: its lines of the file; empty where its words are marked in the prompt above.
    """

    anchor: str
    code: str
    name: str
    severity: str
    confidence: str
    message: str
    advice: str
    url: str
    where: str
    excerpt: tuple[ExcerptLine, ...]
    fixes: tuple[ShownFix, ...]
    evidence: tuple[ShownEvidence, ...]


@dataclass(frozen=True, slots=True)
class ShownRun:
    """Words that the same findings are about, the worst finding first."""

    pieces: tuple[Piece, ...]
    findings: tuple[ShownFinding, ...]


@dataclass(frozen=True, slots=True)
class ShownText:
    """A prompt with its parts and findings."""

    label: str
    runs: tuple[ShownRun, ...]


@dataclass(frozen=True, slots=True)
class ShownShot:
    """One shot.

    Attributes:
        anchor: the id of its element.
        place: file and line.
        clock: when it begins.
        lengths: its length and its window.
        held: the same in a sentence.
        link: its place in a run of shots that go on from each other: ``first``, ``middle``, ``last`` or empty.
        start: what it starts from, in words.
        start_anchor: the element of that shot; empty where it is not on the page.
        worst: severity of its worst finding, or ``clean``.
        search: what a search looks through.
    """

    anchor: str
    name: str
    file: str
    place: str
    model: str
    usage: str
    clock: str
    lengths: str
    held: str
    bar: Bar
    link: str
    start: str
    start_anchor: str
    counts: Counts
    worst: str
    texts: tuple[ShownText, ...]
    figures: tuple[Figure, ...]
    findings: tuple[ShownFinding, ...]
    search: str

    @property
    def key_kinds(self) -> tuple[str, ...]:
        """The kinds of parts that its prompt has."""
        kinds = [piece.kind for text in self.texts for run in text.runs for piece in run.pieces if piece.kind]
        return tuple(dict.fromkeys(kinds))


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A rule with the number of its findings."""

    code: str
    name: str
    severity: str
    summary: str
    url: str
    number: int


@dataclass(frozen=True, slots=True)
class Slice:
    """A shot in the strip of all shots, in per cent of its width."""

    shot: ShownShot
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure with what it counts; ``kind`` is a severity, ``clean`` or empty."""

    figure: str
    words: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page.

    Attributes:
        title: the name of the project.
        summary: what there is, in a sentence.
        strip: the shots of known length side by side.
        worst: the shots with the most severe findings.
        elsewhere: findings that lie in no shot.
        thumbnails: each picture once.
        unreadable: files that could not be read, with the reason.
        tiles: the figures at the top.
    """

    title: str
    version: str
    summary: str
    counts: Counts
    shots: tuple[ShownShot, ...] = ()
    strip: tuple[Slice, ...] = ()
    worst: tuple[ShownShot, ...] = ()
    rules: tuple[ShownRule, ...] = ()
    elsewhere: tuple[ShownFinding, ...] = ()
    thumbnails: tuple[Thumbnail, ...] = ()
    unreadable: tuple[tuple[str, str], ...] = ()
    tiles: tuple[Tile, ...] = ()

    @property
    def clean(self) -> int:
        """Number of shots without findings."""
        return sum(shot.counts.worst is None for shot in self.shots)
