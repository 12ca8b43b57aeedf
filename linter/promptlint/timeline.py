"""The shots of a project one after the other: how long each is, how long its model holds it, what it starts from.

Plain values for everything that draws them: the text, JSON and SVG of ``promptlint timeline``, pages and editors.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeAlias

from promptlint.facts import ShotFacts
from promptlint.facts.length import exceeds, window_of
from promptlint.finding import Finding, Severity
from promptlint.spec.links import Chains, start_links
from promptlint.spec.model import Shot
from promptlint.spec.sequence import ShotSequence
from promptlint.spec.values import Frame

Kind: TypeAlias = Literal["image", "extend"]
Link: TypeAlias = Literal["first", "middle", "last"]


@dataclass(frozen=True, slots=True)
class Counts:
    """Findings by severity, and the codes of their rules."""

    errors: int = 0
    warnings: int = 0
    infos: int = 0
    codes: tuple[str, ...] = ()

    @property
    def worst(self) -> Severity | None:
        """The severity of the worst; None where there are no findings."""
        found = ((self.errors, Severity.ERROR), (self.warnings, Severity.WARNING), (self.infos, Severity.INFO))
        return next((severity for number, severity in found if number), None)

    @property
    def by_severity(self) -> dict[Severity, int]:
        """The number of each severity, the worst first."""
        return {Severity.ERROR: self.errors, Severity.WARNING: self.warnings, Severity.INFO: self.infos}


@dataclass(frozen=True, slots=True)
class Start:
    """What a shot starts from.

    Attributes:
        shot: id of the other shot, as written.
        kind: whether one of its frames is the start frame, or the clip is extended.
        frame: which frame.
        row: place of that shot in the timeline; None where it is not in it.
    """

    shot: str
    kind: Kind
    frame: Frame
    row: int | None


@dataclass(frozen=True, slots=True)
class Window:
    """How long the model holds its subject in a shot.

    Attributes:
        seconds: None where only frames are known.
        frames: None where no frame rate is known.
        sure: whether the circumstances of the figure hold.
        general: whether it is the figure for image-to-video models at large.
        below: whether the window is shorter than that by an unknown amount.
    """

    seconds: float | None
    frames: int | None
    sure: bool
    general: bool
    below: bool


@dataclass(frozen=True, slots=True)
class TimelineShot:
    """One shot in the timeline.

    Attributes:
        file: as shown.
        line: line of its first key, from 1.
        id: its id.
        model: id of the model's profile, else the name as written.
        usage: how much drift is tolerated.
        start: when it begins, in seconds; None where an earlier length is not known.
        seconds: its length.
        frames: its length in frames.
        window: how long the model holds its subject; None where nothing tells.
        too_long: whether it is longer than its window.
        starts_from: the shot that it continues.
        findings: what was found in it.
    """

    file: str
    line: int
    id: str | None
    model: str | None
    usage: str
    start: float | None
    seconds: float | None
    frames: int | None
    window: Window | None
    too_long: bool
    starts_from: Start | None
    findings: Counts = field(default_factory=Counts)

    @property
    def over(self) -> float:
        """Seconds beyond the window."""
        if not self.too_long or self.seconds is None or self.window is None or self.window.seconds is None:
            return 0.0
        return max(self.seconds - self.window.seconds, 0.0)

    @property
    def held_seconds(self) -> float:
        """The window in seconds; 0 where it is not known."""
        return self.window.seconds or 0.0 if self.window is not None else 0.0


@dataclass(frozen=True)
class Timeline:
    """The shots in order.

    Attributes:
        shots: the shots.
        elsewhere: findings that lie in no shot, such as those in defaults that no shot is named for.
    """

    shots: tuple[TimelineShot, ...]
    elsewhere: Counts = field(default_factory=Counts)

    @cached_property
    def seconds(self) -> float:
        """Length of all shots whose length is known."""
        return sum(shot.seconds for shot in self.shots if shot.seconds is not None)

    @cached_property
    def unknown(self) -> int:
        """Number of shots whose length is not known."""
        return sum(shot.seconds is None for shot in self.shots)

    @cached_property
    def files(self) -> int:
        """Number of files with shots."""
        return len({shot.file for shot in self.shots})

    @cached_property
    def chains(self) -> int:
        """Number of chains: shots from which others start, while they start from none themselves."""
        continued = {shot.starts_from.row for shot in self.shots if shot.starts_from is not None}
        return sum(row in continued for row, shot in enumerate(self.shots) if shot.starts_from is None)

    @cached_property
    def longest(self) -> float:
        """The longest length or window in seconds, to which drawings are scaled."""
        return max((max(shot.seconds or 0.0, shot.held_seconds) for shot in self.shots), default=0.0)

    def follows(self, row: int) -> bool:
        """Whether a shot starts from the last frame of the one right before."""
        start = self.shots[row].starts_from if 0 < row < len(self.shots) else None
        return start is not None and start.row == row - 1 and start.frame == "last"

    def link(self, row: int) -> Link | None:
        """The place of a shot in a run of shots that follow each other; None where it is in none."""
        if self.follows(row):
            return "middle" if self.follows(row + 1) else "last"
        return "first" if self.follows(row + 1) else None

    @cached_property
    def findings(self) -> Counts:
        """All findings."""
        every = [*(shot.findings for shot in self.shots), self.elsewhere]
        return Counts(
            sum(counts.errors for counts in every),
            sum(counts.warnings for counts in every),
            sum(counts.infos for counts in every),
            tuple(sorted({code for counts in every for code in counts.codes})),
        )


def timeline_of(
    sequence: ShotSequence, facts_of: Callable[[Shot], ShotFacts], findings: Iterable[Finding] = ()
) -> Timeline:
    """The timeline of a sequence.

    Args:
        sequence: the shots.
        facts_of: what is known of a shot.
        findings: what was found in them.
    """
    shots = sequence.shots
    places = {shot: place for place, shot in enumerate(shots)}
    chains = Chains.of(sequence)
    found, elsewhere = deal_out(shots, findings)
    rows, start = [], 0.0 if shots else None
    for place, shot in enumerate(shots):
        row = row_of(shot, facts_of(shot))
        starts_from = _start(shot, chains, places)
        rows.append(replace(row, start=start, starts_from=starts_from, findings=_counts(found[place])))
        start = start + row.seconds if start is not None and row.seconds is not None else None
    return Timeline(tuple(rows), _counts(elsewhere))


def row_of(shot: Shot, facts: ShotFacts) -> TimelineShot:
    """A shot by itself: its length against its window, without its place among the others."""
    figure = window_of(shot, facts)
    window = None
    if figure is not None:
        frames = figure.window.frames_at(facts.fps)
        window = Window(figure.seconds, frames, figure.sure, figure.general, figure.window.below)
    return TimelineShot(
        shot.file.name,
        shot.file.source.line_of(shot.node.start),
        shot.name,
        facts.profile.id if facts.profile is not None else shot.model.value if shot.model else None,
        shot.intended_usage,
        None,
        facts.seconds,
        facts.frames,
        window,
        figure is not None and exceeds(figure, facts),
        None,
    )


def _start(shot: Shot, chains: Chains, places: dict[Shot, int]) -> Start | None:
    for field_, reference in start_links(shot):
        source = chains.resolve(shot, reference)
        kind: Kind = "extend" if field_.name == "extend" else "image"
        row = places.get(source) if source is not None else None
        return Start(reference.text, kind, reference.frame or "last", row)
    return None


def deal_out(shots: Sequence[Shot], findings: Iterable[Finding]) -> tuple[list[list[Finding]], list[Finding]]:
    """The findings of each shot, and those of none: by where they stand, else by the shot that they name.

    Args:
        shots: the shots of one sequence, in order.
        findings: what was found in them.
    """
    found: list[list[Finding]] = [[] for _ in shots]
    by_file: dict[Path, list[int]] = {}
    named: dict[tuple[Path, str | None], int] = {}
    for place, shot in enumerate(shots):
        by_file.setdefault(shot.file.path, []).append(place)
        named.setdefault((shot.file.path, shot.name), place)
    for places in by_file.values():
        places.sort(key=lambda place: shots[place].node.start)
    elsewhere: list[Finding] = []
    for finding in findings:
        at = _place_at(shots, by_file.get(finding.file.path, []), finding.span.start)
        if at is None and finding.shot is not None:
            at = named.get((finding.file.path, finding.shot))
        (found[at] if at is not None else elsewhere).append(finding)
    return found, elsewhere


def _place_at(shots: Sequence[Shot], places: list[int], offset: int) -> int | None:
    """The place of the shot that an offset lies in; ``places`` are in the order of the file."""
    index = bisect_right(places, offset, key=lambda place: shots[place].node.start) - 1
    return places[index] if index >= 0 and offset <= shots[places[index]].node.end else None


def _counts(findings: Iterable[Finding]) -> Counts:
    found = list(findings)
    severities = [finding.severity for finding in found]
    return Counts(
        severities.count(Severity.ERROR),
        severities.count(Severity.WARNING),
        severities.count(Severity.INFO),
        tuple(sorted({finding.code for finding in found})),
    )
