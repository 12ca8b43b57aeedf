"""From the findings of a run and the specs themselves to what stands on the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from promptlint import __version__
from promptlint.engine import Engine
from promptlint.facts import ShotFacts
from promptlint.facts.prompt.parts import Part, parts_of
from promptlint.facts.reference.model import Stage
from promptlint.finding import Evidence, Finding, Severity
from promptlint.phrases.rules import rule_of, with_phrases
from promptlint.registry import installed
from promptlint.report.html.bars import bar_of
from promptlint.report.html.page import (
    Page,
    ShownEvidence,
    ShownFinding,
    ShownFix,
    ShownRule,
    ShownRun,
    ShownShot,
    ShownText,
    Slice,
    Tile,
)
from promptlint.report.html.pictures import Thumbnail, figures_of
from promptlint.report.html.words import Run, excerpt_of, runs_of
from promptlint.report.timeline_words import clock, held_words, length, length_and_window, starting
from promptlint.report.timeline_words import summary as timeline_summary
from promptlint.report.totals import summary as run_summary
from promptlint.rule import Rule
from promptlint.spec.model import Shot
from promptlint.spec.pictures import pictures_of
from promptlint.spec.sequence import ShotSequence
from promptlint.timeline import Counts, Timeline, deal_out, timeline_of

if TYPE_CHECKING:
    from promptlint.project import Project
    from promptlint.run import RunResult

MOST_WORST = 5
CLEAN = "clean"


def page_of(result: RunResult, projects: Sequence[Project]) -> Page:
    """The page.

    Args:
        result: what the run found, as it is to be reported.
        projects: the specs that were linted.
    """
    for project in projects:
        _prepare(project)
    owners = {shot: project for project in projects for shot in project.sequence.shots}
    sequence = ShotSequence([file for project in projects for file in project.sequence.files])
    timeline = timeline_of(sequence, lambda shot: owners[shot].facts_of(shot), result.findings)
    found, elsewhere = deal_out(sequence.shots, result.findings)
    build = _Builder(timeline, _rules(result), _anchors(found, elsewhere))
    shots = tuple(
        build.shot(index, shot, owners[shot].facts_of(shot), found[index]) for index, shot in enumerate(sequence.shots)
    )
    return Page(
        title=_title(projects),
        version=__version__,
        summary=timeline_summary(timeline) if timeline.shots else run_summary(result),
        counts=timeline.findings,
        shots=shots,
        strip=_strip(shots, timeline),
        worst=_worst(shots),
        rules=build.rule_table(result.findings),
        elsewhere=tuple(build.finding(finding, with_excerpt=True) for finding in elsewhere),
        thumbnails=_thumbnails(shots),
        unreadable=tuple(result.unreadable),
        tiles=_tiles(timeline),
    )


def _prepare(project: Project) -> None:
    """Have at hand what the run has learnt: nothing is looked at that it did not look at, but for small copies."""
    registry = with_phrases(installed(), project.settings.phrases)
    files = project.sequence.files
    Engine(registry, project.settings, project.surroundings).prepare(files)
    shots = project.sequence.shots
    project.surroundings.prompts.prepare(shot.prompt.value for shot in shots if shot.prompt is not None)
    references = project.surroundings.references
    named = (picture for file in files for picture in pictures_of(file) if picture.is_looked_at and picture.shots)
    located = (references.locate(picture.file, picture.text) for picture in named)
    references.prepare((path for path in located if isinstance(path, Path)), frozenset({Stage.HEADER, Stage.COPY}))


def _thumbnails(shots: Iterable[ShownShot]) -> tuple[Thumbnail, ...]:
    """The small copies in the shots, each once."""
    shown = (figure.thumbnail for shot in shots for figure in shot.figures if figure.thumbnail is not None)
    return tuple({thumbnail.anchor: thumbnail for thumbnail in shown}.values())


def _rules(result: RunResult) -> dict[str, Rule]:
    return {phrase.code: rule_of(phrase) for phrase in result.phrases} | installed().rules


def _anchors(found: Iterable[Sequence[Finding]], elsewhere: Sequence[Finding]) -> dict[int, str]:
    """An element id for each finding, by identity, in the order of the page."""
    every = [finding for findings in (*found, elsewhere) for finding in findings]
    return {id(finding): f"f{number}" for number, finding in enumerate(every, 1)}


def _title(projects: Sequence[Project]) -> str:
    """The folders of the projects."""
    names = dict.fromkeys(project.settings.root.name for project in projects)
    return ", ".join(name for name in names if name) or "Shots"


def _strip(shots: Sequence[ShownShot], timeline: Timeline) -> tuple[Slice, ...]:
    total = timeline.seconds
    slices, x = [], 0.0
    for shot, row in zip(shots, timeline.shots, strict=True):
        if row.seconds and total:
            width = 100 * row.seconds / total
            slices.append(Slice(shot, round(x, 3), round(width, 3)))
            x += width
    return tuple(slices)


def _worst(shots: Sequence[ShownShot]) -> tuple[ShownShot, ...]:
    def badness(shot: ShownShot) -> tuple[int, int, int]:
        return shot.counts.errors, shot.counts.warnings, shot.counts.infos

    ranked = sorted((shot for shot in shots if shot.counts.worst is not None), key=badness, reverse=True)
    return tuple(ranked[:MOST_WORST])


def _tiles(timeline: Timeline) -> tuple[Tile, ...]:
    counts = timeline.findings.by_severity
    found = [
        Tile(f"{number:,}", severity.label if number == 1 else f"{severity.label}s", severity.label)
        for severity, number in counts.items()
    ]
    too_long = sum(shot.too_long for shot in timeline.shots)
    clean = sum(shot.findings.worst is None for shot in timeline.shots)
    return (
        *found,
        Tile(f"{clean:,} of {len(timeline.shots):,}", "shots without findings", CLEAN),
        Tile(f"{too_long:,}", "longer than the window"),
        Tile(f"{length(timeline.seconds)} s", "together"),
    )


class _Builder:
    def __init__(self, timeline: Timeline, rules: Mapping[str, Rule], anchors: Mapping[int, str]) -> None:
        self.timeline = timeline
        self.rules = rules
        self.anchors = anchors

    def shot(self, index: int, shot: Shot, facts: ShotFacts, findings: Sequence[Finding]) -> ShownShot:
        row = self.timeline.shots[index]
        texts = self.texts(shot, facts, findings)
        marked = {id(finding) for _, runs in texts for run in runs for finding in run.findings}
        start = row.starts_from
        name = row.id or "(no id)"
        worst_first = sorted(findings, key=lambda finding: (-finding.severity, finding.span))
        shown = {
            id(finding): self.finding(finding, file=row.file, with_excerpt=id(finding) not in marked)
            for finding in worst_first
        }
        return ShownShot(
            anchor=f"shot-{index + 1}",
            name=name,
            file=row.file,
            place=f"{row.file}:{row.line}",
            model=row.model or "",
            usage=row.usage,
            clock=clock(row.start),
            lengths=length_and_window(row),
            held=held_words(row),
            bar=bar_of(row, self.timeline.longest),
            link=self.timeline.link(index) or "",
            start=starting(row),
            start_anchor=f"shot-{start.row + 1}" if start is not None and start.row is not None else "",
            counts=row.findings,
            worst=_class(row.findings),
            texts=tuple(ShownText(label, tuple(_run(run, shown) for run in runs)) for label, runs in texts),
            figures=figures_of(facts, [(self.anchors[id(found)], found) for found in findings]),
            findings=tuple(shown.values()),
            search=" ".join((name, row.file, row.model or "")).casefold(),
        )

    def texts(self, shot: Shot, facts: ShotFacts, findings: Sequence[Finding]) -> list[tuple[str, tuple[Run, ...]]]:
        """The prompts under their labels."""
        texts = []
        for label, field in (("Prompt", shot.prompt), ("Negative prompt", shot.negative_prompt)):
            if field is None or not field.value.strip():
                continue
            parts: Sequence[Part] = parts_of(facts.prompt) if field is shot.prompt and facts.prompt else ()
            texts.append((label, runs_of(field, parts, findings)))
        return texts

    def finding(self, finding: Finding, *, file: str = "", with_excerpt: bool = True) -> ShownFinding:
        """A finding, below a heading that names a file already."""
        source = finding.file.source
        line, column = source.position(finding.span.start)
        rule = self.rules.get(finding.code)
        fixes = (finding.fix, *finding.alternatives)
        return ShownFinding(
            anchor=self.anchors[id(finding)],
            code=finding.code,
            name=finding.name,
            severity=finding.severity.label,
            confidence=finding.confidence.label,
            message=finding.message,
            advice=finding.advice,
            url=_address(rule),
            where=f"line {line}" if finding.file.name == file else f"{finding.file.name}:{line}:{column}",
            excerpt=excerpt_of(source, finding.span) if with_excerpt else (),
            fixes=tuple(ShownFix(fix.title, fix.safe) for fix in fixes if fix is not None),
            evidence=tuple(ShownEvidence(evidence.message, _where(evidence)) for evidence in finding.evidence),
        )

    def rule_table(self, findings: Sequence[Finding]) -> tuple[ShownRule, ...]:
        """The rules with findings, the most severe first, then the most frequent."""
        counts = Counter(finding.code for finding in findings)
        worst: dict[str, Finding] = {}
        for finding in findings:
            if finding.code not in worst or finding.severity > worst[finding.code].severity:
                worst[finding.code] = finding
        ranked = sorted(worst.values(), key=lambda finding: (-finding.severity, -counts[finding.code], finding.code))
        return tuple(
            ShownRule(
                finding.code,
                finding.name,
                finding.severity.label,
                rule.summary if (rule := self.rules.get(finding.code)) else "",
                _address(rule),
                counts[finding.code],
            )
            for finding in ranked
        )


def _run(run: Run, shown: Mapping[int, ShownFinding]) -> ShownRun:
    return ShownRun(run.pieces, tuple(shown[id(finding)] for finding in run.findings))


def _class(counts: Counts) -> str:
    return counts.worst.label if isinstance(counts.worst, Severity) else CLEAN


def _address(rule: Rule | None) -> str:
    """The page of a rule where it is one on the web."""
    return rule.url if rule is not None and rule.url.startswith(("https://", "http://")) else ""


def _where(evidence: Evidence) -> str:
    if evidence.location is not None:
        source = evidence.location.file.source
        return f"{evidence.location.file.name}:{source.line_of(evidence.location.span.start)}"
    return evidence.picture or ""
